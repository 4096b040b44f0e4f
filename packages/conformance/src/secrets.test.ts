import { describe, expect, it } from "vitest";
import { printsOf } from "./printed-forms.ts";
import { conceal, leaksIn, secretsOfInput } from "./secrets.ts";

const SECRETS = secretsOfInput({
  data: { accountNumber: "378282246310005", cvv: "7391" },
  identityDocuments: [{ type: "US_SSN", value: "078051120" }],
});

describe("a leak is found", () => {
  it.each([
    ["a number", "Not a card: 378282246310005", "accountNumber"],
    ["a number in groups", "3782 822463 10005", "accountNumber"],
    ["a CVV in JSON", '{"cvv":"7391"}', "cvv"],
    ["a CVV at the end", "wrong: 7391.", "cvv"],
    ["a document", "078-05-1120", "value"],
  ])("%s", (_, text, what) => {
    expect(leaksIn([text], SECRETS)).toEqual([what]);
    expect(conceal(text, SECRETS)).toContain("[redacted]");
  });

  it("and not where four digits occur by chance", () => {
    const chance = ["at file.js:7391:12", "0b0a6ab5-7391-4f1b-9a53-7f2c1d9e8a10", "17391", "1.7391"];
    expect(leaksIn(chance, SECRETS)).toEqual([]);
  });
});

describe("prints of a value", () => {
  it.each([
    ["a property", { deep: { key: "canary" } }],
    ["one that is not enumerable", Object.defineProperty({}, "key", { value: "canary" })],
    ["a symbol's", { [Symbol("key")]: "canary" }],
    ["a name of a property", { canary: 1 }],
    ["an error's cause", new Error("x", { cause: { options: { headers: { authorization: "canary" } } } })],
    ["an error's message", new Error("canary")],
    [
      "a class's getter",
      new (class {
        get key(): string {
          return "canary";
        }
      })(),
    ],
    [
      "what refuses to print",
      {
        toString: () => {
          throw new Error("canary");
        },
      },
    ],
  ])("hold %s", (_, value) => {
    expect(printsOf(value).join("\n")).toContain("canary");
  });

  it("contain no private field", () => {
    class Kept {
      readonly #key = "canary";
      reveal(): string {
        return this.#key;
      }
    }
    expect(printsOf(new Kept()).join("\n")).not.toContain("canary");
  });
});

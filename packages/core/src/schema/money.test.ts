import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isConnectError } from "../error.ts";
import { cents, fromCents } from "./money.ts";

function codeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return isConnectError(error) ? error.code : error;
  }
}

describe("cents", () => {
  it.each([
    [{ value: 102.85, currency: "USD" }, 10285],
    ["1.1", 110],
    ["1.10", 110],
    [1.1, 110],
    [0, 0],
    ["-0.05", -5],
    [99999999.99, 9999999999],
  ])("reads %j exactly", (amount, count) => expect(cents(amount)).toBe(count));

  it.each([0.1 + 0.2, 0.999, 1e21, Number.NaN, Infinity, "", "1.", "1e2", "0x10", null, undefined, {}, "1 "])(
    "refuses %j",
    (amount) => expect(codeOf(() => cents(amount as never))).toBe("input_invalid"),
  );
});

describe("cents refuses what is not a number or text, although JavaScript would print it as one", () => {
  it.each([
    ["a list", [5]],
    ["a list as the value", { value: [5] }],
    ["a bigint", 5n],
    ["an object with a text form", { value: { toString: () => "5" } }],
    ["a text object", { value: new String("5") }],
    ["a function", Object.assign(() => 5, { toString: () => "5" })],
    ["an amount inside another", { value: { value: 5 } }],
    ["true", true],
  ])("%s", (_, amount) => expect(codeOf(() => cents(amount as never))).toBe("input_invalid"));

  it.each([
    ...[
      "+5",
      "５",
      "٥",
      "1,000.00",
      "1.000,00",
      "1_000",
      "1e2",
      "0b1",
      "5.",
      ".5",
      "--5",
      "- 5",
      "−5",
      " 5",
      "5\n",
      "\u00a05",
    ],
    ...["Infinity", "12345678901234567890", "1.005", "1.100", "5.00 USD", "$5", "five"],
    ...[1e21, 1.005, -0.001, 1e-7, Number.MAX_VALUE, 12345678901234.5],
  ])("%j", (amount) => expect(codeOf(() => cents(amount))).toBe("input_invalid"));
});

describe("fromCents", () => {
  it("is the inverse of cents, also through JSON", () => {
    fc.assert(
      fc.property(fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }), (count) => {
        expect(cents(JSON.parse(JSON.stringify(fromCents(count))))).toBe(count);
      }),
    );
  });

  it.each([
    [0, 0],
    [999_999_999_999_999, 9_999_999_999_999.99],
  ])("converts %j exactly", (count, value) => expect(fromCents(count)).toEqual({ value, currency: "USD" }));

  it("keeps the currency", () => expect(fromCents(5, "CAD")).toEqual({ value: 0.05, currency: "CAD" }));

  it.each([1.5, Number.NaN, 1e15, "5"])("refuses %j", (count) => {
    expect(codeOf(() => fromCents(count as number))).toBe("input_invalid");
  });
});

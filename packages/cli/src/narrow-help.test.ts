import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { runOnTerminal } from "./testing/in-process.ts";

const COMMANDS = ["mint", "pay", "sandbox", "webhook", "doctor", "compare", "completion"];
const helpAt = async (width: number, ...args: string[]): Promise<string> =>
  stripVTControlCharacters((await runOnTerminal([...args, "--help"], {}, undefined, width)).out);

it.each([[], ...COMMANDS.map((name) => [name])])(
  "keeps every word of the help within 40 columns: %s",
  async (...args) => {
    const [wide, narrow] = [await helpAt(80, ...args), await helpAt(40, ...args)];
    const words = (text: string): readonly string[] => text.split(/\s+/);
    expect(words(narrow)).toEqual(words(wide));
    const long = narrow.split("\n").filter((line) => line.length > 40);
    // A command line can be copied. Nothing else is longer, but a single word.
    for (const line of long) expect(line).toMatch(/^ {2}.*\bplastiq-connect |^ {4,}(?:-|\S+$)|^\S+$/);
  },
);

it("puts what an option means below it in a narrow terminal", async () => {
  expect(await helpAt(40, "mint")).toContain("  --payer <uuid>\n      the payer of the secret\n");
});

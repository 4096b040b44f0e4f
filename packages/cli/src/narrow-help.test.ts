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

it.each(COMMANDS)("makes each title bold, also one that takes two lines: %s", async (name) => {
  const titlesAt = async (width: number): Promise<readonly string[]> => {
    const { out } = await runOnTerminal([name, "--help"], {}, undefined, width);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's bold text
    return [...out.matchAll(/\x1b\[1m([^\x1b]*)/g)].map(([, title = ""]) => title.replace(/\s+/g, " "));
  };
  const titles = (await helpAt(80, name)).match(/^[A-Z].*:$/gm);
  expect(await titlesAt(80)).toEqual(titles);
  expect(await titlesAt(40)).toEqual(titles);
});

it("puts the description of an option below it in a narrow terminal", async () => {
  expect(await helpAt(40, "mint")).toContain("  --payer <uuid>\n      the payer of the secret\n");
});

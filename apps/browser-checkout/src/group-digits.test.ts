import { expect, it } from "vitest";
import { groupDigits } from "./group-digits.ts";

const FOURS = { gaps: [4, 8, 12], separator: " ", most: 16 };

/** A field as text, with `|` for the caret. */
const typed = (shown: string, deleting?: boolean): string => {
  const caret = shown.indexOf("|");
  const grouped = groupDigits({ text: shown.replace("|", ""), caret }, FOURS, deleting);
  return `${grouped.text.slice(0, grouped.caret)}|${grouped.text.slice(grouped.caret)}`;
};

it.each([
  ["4242|", "4242|"],
  ["42424|", "4242 4|"],
  ["4242-4242 4242.4242|", "4242 4242 4242 4242|"],
  ["4242 4242 4242 42429|", "4242 4242 4242 42429|"],
  ["٤٢٤٢٤|", "4242 4|"],
  ["４２４２４|", "4242 4|"],
  ["x|", "|"],
])("groups what is typed at the end: %s becomes %s", (before, after) => expect(typed(before)).toBe(after));

it.each([
  ["42429| 4242", "4242 9|424 2"],
  ["4242|4242", "4242 |4242"],
  ["|4242 42424", "|4242 4242 4"],
])("keeps the caret behind its digit: %s becomes %s", (before, after) => {
  expect(typed(before)).toBe(after);
});

it("leaves the caret before the gap while deleting", () => expect(typed("4242| 242", true)).toBe("4242| 242"));

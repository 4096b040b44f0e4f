import { expect, test } from "vitest";
import { groupDigits } from "./group-digits.ts";

const FOURS = { gaps: [4, 8, 12], separator: " ", most: 16 };

/** A field as text, with `|` for the caret. */
const typed = (shown: string, deleting?: boolean): string => {
  const caret = shown.indexOf("|");
  const grouped = groupDigits({ text: shown.replace("|", ""), caret }, FOURS, deleting);
  return `${grouped.text.slice(0, grouped.caret)}|${grouped.text.slice(grouped.caret)}`;
};

test.each([
  ["4242|", "4242|"],
  ["42424|", "4242 4|"],
  ["4242-4242 4242.4242|", "4242 4242 4242 4242|"],
  ["4242 4242 4242 42429|", "4242 4242 4242 4242|"],
  ["x|", "|"],
])("typing at the end: %s becomes %s", (before, after) => expect(typed(before)).toBe(after));

test.each([
  ["42429| 4242", "4242 9|424 2"],
  ["4242|4242", "4242 |4242"],
  ["|4242 42424", "|4242 4242 4"],
])("typing in the middle keeps the caret behind its digit: %s becomes %s", (before, after) => {
  expect(typed(before)).toBe(after);
});

test("deleting leaves the caret before the gap", () => expect(typed("4242| 242", true)).toBe("4242| 242"));

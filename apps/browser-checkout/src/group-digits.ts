import { digitsOf } from "@plastiq-connect/browser/card";

/** How digits are shown in groups, such as a card number in fours. */
export interface Grouping {
  /** After how many digits a separator comes. */
  readonly gaps: readonly number[];
  readonly separator: string;
  /** How many digits can be typed. */
  readonly most: number;
}

/** The text of a field, and the position of its caret. */
export interface Grouped {
  readonly text: string;
  readonly caret: number;
}

/**
 * Groups the digits of a text, and keeps the caret behind the digit that it was behind. No digit is dropped: a number that
 * is pasted with one too many must not become another, valid one.
 *
 * Where that leaves two places, before and after a separator, the caret goes where the next key is expected to work:
 * before it while deleting, otherwise after it.
 */
export function groupDigits(
  { text, caret }: Grouped,
  { gaps, separator }: Grouping,
  deleting: boolean = false,
): Grouped {
  const digits = digitsOf(text);
  const before = digitsOf(text.slice(0, caret)).length;
  const separated = (count: number): boolean => gaps.includes(count);
  const grouped = [...digits].map((digit, index) => (separated(index) ? separator + digit : digit)).join("");
  const passed = gaps.filter((gap) => gap < before || (gap === before && gap < digits.length && !deleting)).length;
  return { text: grouped, caret: before + passed * separator.length };
}

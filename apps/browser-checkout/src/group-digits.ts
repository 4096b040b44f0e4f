/** How digits are shown in groups, such as a card number in fours. */
export interface Grouping {
  /** After how many digits a separator comes. */
  readonly gaps: readonly number[];
  readonly separator: string;
  /** How many digits there can be. */
  readonly most: number;
}

/** What a field shows, and where its caret stands. */
export interface Grouped {
  readonly text: string;
  readonly caret: number;
}

/** The digits of a text, and nothing else of it. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

/**
 * Groups the digits of a text, and keeps the caret behind the digit that it was behind.
 *
 * Where that leaves two places, before and after a separator, it goes where the next key is expected to work: before
 * it while deleting, else after it.
 */
export function groupDigits(
  { text, caret }: Grouped,
  { gaps, separator, most }: Grouping,
  deleting: boolean = false,
): Grouped {
  const digits = digitsOf(text).slice(0, most);
  const before = Math.min(digitsOf(text.slice(0, caret)).length, digits.length);
  const separated = (count: number): boolean => gaps.includes(count);
  const grouped = [...digits].map((digit, index) => (separated(index) ? separator + digit : digit)).join("");
  const passed = gaps.filter((gap) => gap < before || (gap === before && gap < digits.length && !deleting)).length;
  return { text: grouped, caret: before + passed * separator.length };
}

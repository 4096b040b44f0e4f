import { asciiDigits } from "./digits.ts";

/** A card's expiry date in the form that the API takes. */
export interface CardExpiry {
  /** Two digits, `"01"` to `"12"`. */
  readonly expirationMonth: string;
  /** Four digits, such as `"2031"`. */
  readonly expirationYear: string;
}

/**
 * Parses a typed or autofilled expiry date: `12/29`, `12 / 2029`, `12-29`, `1229`, `122029`, `1/29`, `2029-12`,
 * `202912`, with digits of any script and any separator.
 *
 * Returns undefined when the text is not exactly one month and one year. It does not check whether the date has passed.
 *
 * @example
 * ```ts
 * import { parseExpiry } from "@plastiq-connect/browser/card";
 *
 * console.log(parseExpiry("1/31")); // { expirationMonth: "01", expirationYear: "2031" }
 * ```
 */
export function parseExpiry(text: string): CardExpiry | undefined {
  const ascii = asciiDigits(text);
  // Letters are not a separator, because their meaning depends on the language.
  if (/\p{L}/u.test(ascii)) return undefined;
  const [first = "", second = "", third] = ascii.match(/\d+/g) ?? [];
  if (third !== undefined) return undefined;
  if (second) return first.length === 4 ? expiry(second, first) : expiry(first, second);
  return parseRun(first);
}

/** Parses a date without a separator. The year comes first only if the digits are not a month and a year. */
function parseRun(digits: string): CardExpiry | undefined {
  const monthFirst = expiry(digits.slice(0, digits.length === 3 ? 1 : 2), digits.slice(digits.length === 3 ? 1 : 2));
  return monthFirst ?? (digits.length === 6 ? expiry(digits.slice(4), digits.slice(0, 4)) : undefined);
}

function expiry(month: string, year: string): CardExpiry | undefined {
  if (!/^(?:0?[1-9]|1[0-2])$/.test(month) || !/^(?:20)?\d\d$/.test(year)) return undefined;
  return { expirationMonth: month.padStart(2, "0"), expirationYear: `20${year.slice(-2)}` };
}

import { asciiDigits } from "./digits.ts";

/** A card's expiry date in the form that the API takes. */
export interface CardExpiry {
  /** Two digits, `"01"` to `"12"`. */
  readonly expirationMonth: string;
  /** Four digits, such as `"2031"`. */
  readonly expirationYear: string;
}

/**
 * Reads an expiry date as people type it and as browsers fill it in: `12/29`, `12 / 2029`, `12-29`, `1229`, `122029`,
 * `1/29`, `2029-12`, `202912`, in the digits of any script and with any separator.
 *
 * Returns undefined when the text is not exactly one month and one year. It does not check whether the date has passed.
 */
export function parseExpiry(text: string): CardExpiry | undefined {
  const ascii = asciiDigits(text).trim();
  // Letters are not a separator: what they mean differs from language to language.
  if (/\p{L}/u.test(ascii)) return undefined;
  const [first = "", second = "", third] = ascii.match(/\d+/g) ?? [];
  if (third !== undefined) return undefined;
  if (second) return first.length === 4 ? expiry(second, first) : expiry(first, second);
  return parseRun(first);
}

/** Reads a date that has no separator. A year comes first only where the digits are not a month and a year. */
function parseRun(digits: string): CardExpiry | undefined {
  const monthFirst = expiry(digits.slice(0, digits.length === 3 ? 1 : 2), digits.slice(digits.length === 3 ? 1 : 2));
  return monthFirst ?? (digits.length === 6 ? expiry(digits.slice(4), digits.slice(0, 4)) : undefined);
}

function expiry(month: string, year: string): CardExpiry | undefined {
  if (!/^(?:0?[1-9]|1[0-2])$/.test(month) || !/^(?:20)?\d\d$/.test(year)) return undefined;
  return { expirationMonth: month.padStart(2, "0"), expirationYear: `20${year.slice(-2)}` };
}

import { asciiDigits, digitsOf, parseExpiry } from "@plastiq-connect/browser/card";

/**
 * Formats an expiry date while it is typed at its end: `5` becomes `05`, `1229` becomes `12 / 29`.
 *
 * A text that begins with `20` may be a year, such as in `2029-12`, and stays as it is typed.
 */
export function formatTypedExpiry(text: string, deleting: boolean = false): string {
  const ascii = asciiDigits(text).trimStart();
  const digits = digitsOf(ascii);
  if (deleting) return ascii.replace(/\D+$/, "");
  if (digits.startsWith("20")) return ascii;
  const separated = /^\d+\D/.test(ascii);
  // One digit that cannot begin a month of two digits, or that was ended by a separator. `2` can still become `2029`.
  const single = /^[3-9]/.test(digits) || /^2[1-9]/.test(digits) || /^1[3-9]/.test(digits) || /^[1-9]\D/.test(ascii);
  const month = single ? `0${digits.slice(0, 1)}` : digits.slice(0, 2);
  const year = digits.slice(single ? 1 : 2);
  if (year) return `${month} / ${year}`;
  return separated && month.length === 2 ? `${month} / ` : month;
}

/** Formats an expiry date that was filled in or pasted as a whole; undefined when it is not exactly one date. */
export function formatWholeExpiry(text: string): string | undefined {
  const expiry = parseExpiry(text);
  return expiry && `${expiry.expirationMonth} / ${expiry.expirationYear.slice(2)}`;
}

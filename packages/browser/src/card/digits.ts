/**
 * Returns the text with every decimal digit of any script, such as full-width or Arabic-Indic, as an ASCII digit, and
 * without invisible marks, such as those that set the text direction.
 *
 * @example
 * ```ts
 * import { asciiDigits } from "@plastiq-connect/browser/card";
 *
 * console.log(asciiDigits("１２ / ２９")); // 12 / 29
 * ```
 */
export function asciiDigits(text: string): string {
  return text.replace(/\p{Cf}/gu, "").replace(/\p{Nd}/gu, digitOf);
}

/**
 * Returns the digits of a text, of any script, as ASCII digits. Everything else is removed.
 *
 * @example
 * ```ts
 * import { digitsOf } from "@plastiq-connect/browser/card";
 *
 * console.log(digitsOf("4242 4242-4242 4242")); // 4242424242424242
 * ```
 */
export function digitsOf(text: string): string {
  return asciiDigits(text).replace(/\D/g, "");
}

// In Unicode, the ten digits of a script are consecutive, so the position is the value.
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before++;
  return String(before % 10);
}

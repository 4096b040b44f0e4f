/**
 * Returns the text with every decimal digit of any script, such as full-width or Arabic-Indic, as an ASCII digit, and
 * without invisible marks such as those that set the direction of text.
 */
export function asciiDigits(text: string): string {
  return text.replace(/\p{Cf}/gu, "").replace(/\p{Nd}/gu, digitOf);
}

/** Returns the ASCII digits of a text, whatever script they are written in. Everything else is dropped. */
export function digitsOf(text: string): string {
  return asciiDigits(text).replace(/\D/g, "");
}

// Unicode keeps the ten digits of a script together, from zero to nine, so the position among them is the value.
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before++;
  return String(before % 10);
}

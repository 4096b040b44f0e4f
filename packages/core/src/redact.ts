/** What is printed in the place of an API key, a client secret, a card number or a CVV. */
export const REDACTED: string = "[redacted]";

// A shorter number, such as a CVV, stands in other numbers and in ids by chance.
const LONG_NUMBER = 8;
const UUID = /([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/i;
const HTML: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "#39" };

/**
 * Creates a function that takes secrets out of texts that somebody else wrote, such as the vendor's headers.
 *
 * A number of 8 or more digits is found with any separators between its digits. A shorter one is found where it stands
 * alone, and never inside a UUID. Every other secret is found as it is and as URLs, JSON and HTML write it.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const patterns: RegExp[] = [];
  const shortNumbers: RegExp[] = [];
  for (const secret of secrets) {
    if (secret === "") continue;
    const digits = /^[\d -]+$/.test(secret) ? secret.replace(/[ -]/g, "") : "";
    if (digits === "") patterns.push(new RegExp(Array.from(secret, anyWriting).join(""), "gu"));
    else if (digits.length < LONG_NUMBER) shortNumbers.push(new RegExp(`(?<!\\d)${digits}(?!\\d)`, "g"));
    else patterns.push(new RegExp([...digits].join("[^\\p{L}\\p{N}]*"), "gu"));
  }
  const redact = (text: string, all: readonly RegExp[]): string =>
    all.reduce((clean, pattern) => clean.replace(pattern, REDACTED), text);
  return (text) => {
    const clean = redact(text, patterns);
    if (shortNumbers.length === 0) return clean;
    // Every second part is a UUID.
    return clean
      .split(UUID)
      .map((part, index) => (index % 2 === 0 ? redact(part, shortNumbers) : part))
      .join("");
  };
}

/** Returns a pattern for one character, however URLs, JSON and HTML write it. */
function anyWriting(char: string): string {
  if (/^[\da-z]$/i.test(char)) return char;
  const percent = Array.from(new TextEncoder().encode(char), (byte) => `%${byte.toString(16).padStart(2, "0")}`).join(
    "",
  );
  const unicode = `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const writings = [char, JSON.stringify(char).slice(1, -1), percent, percent.toUpperCase(), unicode];
  // Some writers of JSON escape it.
  if (char === "/") writings.push("\\/");
  if (HTML[char]) writings.push(`&${HTML[char]};`);
  return `(?:${[...new Set(writings)].map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|")})`;
}

/**
 * Makes a text that somebody else wrote fit for errors and logs: on one line, without invisible characters and secrets,
 * and not longer than `most` characters.
 */
export function cleanText(text: string, redact: (text: string) => string, most: number = 500): string {
  // In this order: a control character inside a secret must not hide it, and a cut must not halve it.
  return redact(text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")).slice(0, most);
}

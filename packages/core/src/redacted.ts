/** What is printed in the place of an API key, a client secret, a card number or a CVV. */
export const REDACTED: string = "[redacted]";

/**
 * Takes secrets out of a text that somebody else wrote, such as the vendor's error message.
 *
 * A digit secret (card number, CVV) is also found when it is grouped with spaces or dashes.
 */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (!secret) continue;
    clean = /^\d+$/.test(secret)
      ? clean.replace(new RegExp([...secret].join("[ -]?"), "g"), REDACTED)
      : clean.replaceAll(secret, REDACTED);
  }
  return clean;
}

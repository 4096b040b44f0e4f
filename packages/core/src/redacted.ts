/** What is printed in the place of an API key, a client secret, a card number or a CVV. */
export const REDACTED: string = "[redacted]";

/**
 * Takes secrets out of a text that somebody else wrote, such as the vendor's error message.
 *
 * A number (of a card, of an identity document) is also found when it is grouped otherwise, with spaces or dashes or
 * without, and every other text also as JSON writes it.
 */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (!secret) continue;
    const digits = secret.replace(/[ -]/g, "");
    clean = /^\d+$/.test(digits)
      ? clean.replace(new RegExp([...digits].join("[ -]*"), "g"), REDACTED)
      : clean.replaceAll(secret, REDACTED).replaceAll(JSON.stringify(secret).slice(1, -1), REDACTED);
  }
  return clean;
}

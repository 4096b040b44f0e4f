/** What is printed in the place of an API key, a client secret, a card number or a CVV. */
export const REDACTED: string = "[redacted]";

/**
 * Makes a function that takes secrets out of texts that somebody else wrote, such as the vendor's headers.
 *
 * A number (of a card, of an identity document) is also found when it is grouped otherwise, with spaces or dashes or
 * without, and every other text also as JSON writes it.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const patterns = secrets.filter(Boolean).flatMap(patternsOf);
  return (text) => patterns.reduce<string>((clean, pattern) => clean.replaceAll(pattern, REDACTED), text);
}

function patternsOf(secret: string): readonly (string | RegExp)[] {
  if (/^[ -]*\d[\d -]*$/.test(secret)) return [new RegExp([...secret.replace(/[ -]/g, "")].join("[ -]*"), "g")];
  const inJson = JSON.stringify(secret).slice(1, -1);
  return inJson === secret ? [secret] : [secret, inJson];
}

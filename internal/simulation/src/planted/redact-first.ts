// What is not planted here stays as it is.
export * from "../../../../packages/core/src/redact.ts";

/** Plants: numbers are found with spaces and dashes only, and control characters are removed afterwards. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const patterns = secrets.filter(Boolean).map((secret) => {
    if (!/^[\d -]+$/.test(secret)) return secret;
    return new RegExp([...secret.replace(/[ -]/g, "")].join("[ -]*"), "g");
  });
  return (text) => patterns.reduce<string>((clean, pattern) => clean.replaceAll(pattern, "[redacted]"), text);
}

export function cleanText(text: string, redact: (text: string) => string, most: number = 500): string {
  return redact(text)
    .slice(0, most)
    .replace(/\p{Cc}+/gu, " ");
}

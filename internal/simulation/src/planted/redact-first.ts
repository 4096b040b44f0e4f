// Everything else is core's own module.
export * from "../../../../packages/core/src/redact.ts";

/** Plants: numbers are found with spaces and dashes only, and control characters are removed afterwards. */
export function redactor(secrets: readonly string[]): (text: string, limit?: number) => string {
  const patterns = secrets.filter(Boolean).map((secret) => {
    if (!/^[\d -]+$/.test(secret)) return secret;
    return new RegExp([...secret.replace(/[ -]/g, "")].join("[ -]*"), "g");
  });
  const redact = (text: string): string =>
    patterns.reduce<string>((clean, pattern) => clean.replaceAll(pattern, "[redacted]"), text);
  return (text, limit) =>
    redact(text)
      .slice(0, limit)
      .replace(/\p{Cc}+/gu, " ");
}

/** Texts that must not be printed, with a description of each. */
export type Secrets = ReadonlyMap<string, string>;

const FIELDS = ["accountNumber", "routingNumber", "cvv", "value"];

/** Returns the numbers in an input that must not be printed: of a card, a bank account, an identity document. */
export function secretsOfInput(input: unknown): Secrets {
  const found = new Map<string, string>();
  const visit = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    for (const [key, held] of Object.entries(part)) {
      if (FIELDS.includes(key) && typeof held === "string" && held.length > 2) found.set(held, key);
      else visit(held);
    }
  };
  visit(input);
  return found;
}

/** Returns the names of the secrets in a text. */
export function leaksIn(texts: readonly string[], secrets: Secrets): readonly string[] {
  const found = [...secrets].filter(([secret]) => {
    const pattern = patternOf(secret);
    return texts.some((text) => text.search(pattern) >= 0);
  });
  return found.map(([, what]) => what);
}

/** Returns a text without its secrets. */
export function conceal(text: string, secrets: Secrets): string {
  return [...secrets.keys()].reduce(
    (clean, secret) => clean.replace(new RegExp(patternOf(secret), "g"), "[redacted]"),
    text,
  );
}

// A long number is also found in groups. A short number is found where it stands alone, but not as a line number of a stack.
function patternOf(secret: string): RegExp {
  if (/^\d{3,6}$/.test(secret)) return new RegExp(`(?<![\\w:.-])${secret}(?!\\w)`);
  if (/^\d+$/.test(secret)) return new RegExp([...secret].join("[ -]?"));
  return new RegExp(
    secret.replace(/[^\w]/g, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`),
    "u",
  );
}

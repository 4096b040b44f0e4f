/** Returns every way in which a value prints in any runtime: as text, as JSON, as a stack, and with all its properties. */
export function printsOf(value: unknown): readonly string[] {
  const prints: string[] = [];
  const seen = new Set<unknown>();
  visit(value);
  return prints;

  function visit(part: unknown): void {
    attempt(() => String(part));
    if (part === null || (typeof part !== "object" && typeof part !== "function") || seen.has(part)) return;
    seen.add(part);
    attempt(() => JSON.stringify(part));
    // Own properties, enumerable or not, and those of every prototype except the language's own, including getters.
    for (let owner: object | null = part; owner && !LANGUAGE.has(owner); owner = Object.getPrototypeOf(owner)) {
      for (const key of Reflect.ownKeys(owner)) {
        prints.push(String(key));
        attempt(() => {
          const held: unknown = Reflect.get(owner, key, part);
          // A method is not printed.
          if (typeof held !== "function") visit(held);
          return undefined;
        });
      }
    }
  }

  function attempt(print: () => string | undefined): void {
    try {
      prints.push(print() ?? "");
    } catch (error) {
      // An error while printing is part of the output, too.
      if (error instanceof Error) prints.push(error.message);
    }
  }
}

const LANGUAGE: ReadonlySet<object> = new Set([
  Object.prototype,
  Function.prototype,
  Array.prototype,
  Date.prototype,
  Error.prototype,
]);

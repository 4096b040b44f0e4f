/** The expected value of a fact. Plain data: an object is a subset, an array and everything else is exact. */
export type Pattern =
  | null
  | string
  | number
  | boolean
  | readonly Pattern[]
  | { readonly $matches: string }
  | { readonly $from: number; readonly $to: number }
  | { readonly $absent: true }
  | { readonly $exactly: unknown }
  | { readonly [field: string]: Pattern };

/** Matches a missing fact. */
export const ABSENT: Pattern = { $absent: true };

/** Matches text by a regular expression. */
export function matches(expression: string): Pattern {
  return { $matches: expression };
}

/** Matches a number within inclusive bounds. */
export function between(from: number, to: number): Pattern {
  return { $from: from, $to: to };
}

/** Matches an object with exactly these fields. */
export function exactly(value: unknown): Pattern {
  return { $exactly: value };
}

/** A fact that differs from the pattern. */
export interface Difference {
  /** The path of the fact, such as `error.code`. */
  readonly at: string;
  /** The pattern, as text. */
  readonly expected: string;
  /** The actual value, as text. */
  readonly actual: string;
}

/** Returns the differences between a pattern and the actual facts. */
export function differences(pattern: unknown, actual: unknown, at = ""): readonly Difference[] {
  const differ = (): readonly Difference[] => [{ at, expected: show(pattern), actual: show(actual) }];
  const same = (yes: boolean): readonly Difference[] => (yes ? [] : differ());
  if (!isObject(pattern)) return same(Object.is(pattern, actual));
  if ("$absent" in pattern) return same(actual === undefined);
  if ("$matches" in pattern)
    return same(typeof actual === "string" && new RegExp(String(pattern.$matches)).test(actual));
  if ("$exactly" in pattern) return same(sorted(pattern.$exactly) === sorted(actual));
  if ("$from" in pattern) {
    return same(typeof actual === "number" && actual >= Number(pattern.$from) && actual <= Number(pattern.$to));
  }
  if (!isObject(actual)) return differ();
  if (Array.isArray(pattern) && (!Array.isArray(actual) || actual.length !== pattern.length)) return differ();
  return Object.entries(pattern).flatMap(([key, part]) => differences(part, actual[key], at ? `${at}.${key}` : key));
}

/** Returns a pattern with the parts of another one merged into it. */
export function overlay(pattern: Pattern, over: Pattern | undefined): Pattern {
  if (over === undefined) return pattern;
  if (!isPlain(pattern) || !isPlain(over)) return over;
  const merged: Record<string, Pattern> = { ...pattern };
  for (const [key, part] of Object.entries(over)) {
    const under = merged[key];
    merged[key] = under === undefined ? part : overlay(under, part);
  }
  return merged;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isPlain(value: Pattern): value is { readonly [field: string]: Pattern } {
  return isObject(value) && !Array.isArray(value) && !Object.keys(value).some((key) => key.startsWith("$"));
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : (JSON.stringify(value) ?? String(value));
}

function sorted(value: unknown): string {
  return show(
    JSON.parse(
      JSON.stringify(value, (_, part) =>
        isObject(part) && !Array.isArray(part)
          ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
          : part,
      ) ?? "null",
    ),
  );
}

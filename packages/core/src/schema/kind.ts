import * as v from "valibot";

/**
 * Returns the schema of values that pass a test. `expects` completes the sentence "the field must be ...".
 *
 * Valibot has a schema for each of these kinds, but a page downloads every one of them.
 */
export function kind<Value>(expects: string, test: (value: unknown) => boolean): v.GenericSchema<Value> {
  return Object.assign(v.custom<Value>(test), { expects });
}

/** Returns the schema of text. */
export const text = (): v.GenericSchema<string> => kind("a string", (value) => typeof value === "string");

/** Returns the schema of text with a pattern; `rule` completes the sentence "the field ...". */
export const textLike = (pattern: RegExp, rule: string): v.GenericSchema<string> =>
  v.pipe(
    text(),
    v.check((value) => pattern.test(value), rule),
  );

/** Returns the schema of text that may be null. */
export const nullableText = (): v.GenericSchema<string | null> =>
  kind("a string or null", (value) => typeof value === "string" || value === null);

/** Returns the schema of a boolean. */
export const boolean = (): v.GenericSchema<boolean> => kind("a boolean", (value) => typeof value === "boolean");

/** Returns the schema of a list of allowed strings. */
export function oneOf<Value extends string>(...values: readonly Value[]): v.GenericSchema<Value> {
  const names = values.map((value) => JSON.stringify(value));
  return kind(names.join(" or "), (value) => values.includes(value as Value));
}

/**
 * Returns the schema of an allowed string that has selected the schemas of other fields. A getter that returns another
 * one the next time is refused.
 */
export const sameOf = <Value extends string>(read: unknown, ...values: readonly Value[]): v.GenericSchema<Value> =>
  v.pipe(
    oneOf(...values),
    v.check((value) => value === read, "must not change"),
  );

/** Returns whether a value is a number, and not `NaN`. */
export const isNumber = (value: unknown): value is number => typeof value === "number" && !Number.isNaN(value);

/**
 * Returns whether a value is an object or an array. Functions and promises do not count: with a forgotten `await`, all
 * fields would count as missing.
 */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && typeof Object(value).then !== "function";
}

/**
 * Returns whether a value is an object with named fields. Those of an iterable, such as an array, `Headers` or a `Map`,
 * would be lost.
 */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && !(Symbol.iterator in value);
}

import * as v from "valibot";

/** A mistake in one field of an input. It quotes no value. */
export interface Problem {
  /** Such as `["contact", "email"]`; empty for the input itself. */
  readonly path: readonly string[];
  /** Completes the sentence that begins with the field, such as `is required.` */
  readonly rule: string;
}

/**
 * Returns what the schema makes of an input, or throws the error that `errorOf` makes of the problems.
 *
 * valibot's own messages quote what they received, so schemas have messages of their own: a card number in the wrong
 * field must not come back in a response.
 */
export function validated<Output>(
  schema: v.GenericSchema<unknown, Output>,
  input: unknown,
  errorOf: (problems: readonly [Problem, ...Problem[]]) => Error,
): Output {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const [first, ...others] = result.issues;
  throw errorOf([problemOf(first), ...others.map(problemOf)]);
}

/** Returns a problem as a sentence about the field, or about `whole`. */
export function sentenceOf({ path, rule }: Problem, whole = "The input"): string {
  return `${path.map(shown).join(".") || whole} ${rule}`;
}

/** A key that does not look like a field name may be a value in the wrong place, so it is not repeated. */
export function shown(key: string): string {
  return /^([a-z][\w-]{0,63}|\d{1,3})$/i.test(key) ? key : "(an unnamed field)";
}

function problemOf(issue: v.BaseIssue<unknown>): Problem {
  return { path: (issue.path ?? []).map(({ key }) => String(key)), rule: ruleOf(issue) };
}

function ruleOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type === "strict_object" && issue.expected === "never") return "is not a known field.";
  if (issue.received === "undefined") return "is required.";
  return issue.kind === "schema" ? `must be ${expectedText(issue.expected)}.` : `${issue.message}.`;
}

/** Returns what valibot expected, in plain words. */
function expectedText(kind: string | null): string {
  if (kind === "string" || kind === "number" || kind === "boolean") return `a ${kind}`;
  if (kind === "Array") return "a list";
  if (kind === null || kind === "Object") return "an object";
  return kind
    .replace(/^\((.*)\)$/, "one of $1")
    .replaceAll(/[()]/g, "")
    .replaceAll(" | ", ", ");
}

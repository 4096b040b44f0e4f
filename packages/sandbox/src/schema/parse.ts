import * as v from "valibot";
import { refuse } from "../operation/refusal.ts";

/**
 * Checks a request body or query against a schema, or refuses it with one detail for each wrong field.
 *
 * valibot's own messages quote what they received, so none of them is used: a card number in the wrong field must
 * not come back in a response.
 */
export function parse(schema: v.GenericSchema, input: unknown): unknown {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  throw refuse("field_invalid", ...result.issues.map(describe));
}

/** Returns the parameters of a query, or refuses one that is there more than once: nobody knows which of them counts. */
export function queryFields(query: URLSearchParams): Readonly<Record<string, string>> {
  const names = [...query.keys()];
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  if (repeated.size > 0)
    throw refuse("field_invalid", ...[...repeated].map((name) => `${shown(name)} must be there once.`));
  return Object.fromEntries(query);
}

function describe(issue: v.BaseIssue<unknown>): string {
  const field = fieldOf(issue);
  if (issue.type === "strict_object" && issue.expected === "never") return `${field} is not a known field.`;
  if (issue.received === "undefined") return `${field} is required.`;
  if (issue.kind === "schema") return `${field} must be ${expectedText(issue.expected)}.`;
  return `${field} ${issue.message}.`;
}

/** Returns what valibot expected, in the words of a response. */
export function expectedText(kind: string | null): string {
  if (kind === "string" || kind === "number" || kind === "boolean") return `a ${kind}`;
  if (kind === "Array") return "a list";
  if (kind === null || kind === "Object") return "an object";
  return kind.replace(/^\((.*)\)$/, "one of $1").replaceAll(" | ", ", ");
}

function fieldOf(issue: v.BaseIssue<unknown>): string {
  const keys = (issue.path ?? []).map(({ key }) => String(key));
  if (keys.length === 0) return "The body";
  return keys.map(shown).join(".");
}

/** A key is the caller's own text: one that does not look like a field name may be a value in the wrong place. */
function shown(key: string): string {
  return /^([a-z][\w-]{0,63}|\d{1,3})$/i.test(key) ? key : "(an unnamed field)";
}

import type * as v from "valibot";
import { refuse } from "../operation/refusal.ts";
import { sentenceOf, shown, validated } from "./validated.ts";

/** Checks a request body or query against a schema, or refuses it with one detail for each wrong field. */
export function parse(schema: v.GenericSchema, input: unknown): unknown {
  return validated(schema, input, (problems) =>
    refuse("field_invalid", ...problems.map((problem) => sentenceOf(problem, "The body"))),
  );
}

/** Returns the parameters of a query, or refuses one that occurs twice, because it is unknown which one counts. */
export function queryFields(query: URLSearchParams): Readonly<Record<string, string>> {
  const names = [...query.keys()];
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  if (repeated.size > 0)
    throw refuse("field_invalid", ...[...repeated].map((name) => `${shown(name)} must be sent once.`));
  return Object.fromEntries(query);
}

import * as v from "valibot";

/** Source of a fact: the vendor's public documents, or this project's inference. */
export type Source = "documented" | "inferred";

const LABEL = "x-source";

/** Marks a field of a response as described by the vendor. */
export function documented<Value>(schema: v.GenericSchema<Value>): v.GenericSchema<Value> {
  return v.pipe(schema, v.metadata({ [LABEL]: "documented" }));
}

/** Marks a field of a response as inferred: the vendor's documents lack it, or contradict each other about it. */
export function inferred<Value>(schema: v.GenericSchema<Value>): v.GenericSchema<Value> {
  return v.pipe(schema, v.metadata({ [LABEL]: "inferred" }));
}

/** Names a schema in the OpenAPI document, where generators of clients take the names of their types from. */
export function named<const Schema extends v.GenericSchema>(name: string, schema: Schema): Schema {
  return v.pipe(schema, v.title(name)) as v.GenericSchema as Schema;
}

/** Adds keywords of JSON Schema to the OpenAPI document, for a rule that the schema checks with a function. */
export function inDocument<Value>(keywords: Record<string, unknown>): v.MetadataAction<Value, Record<string, unknown>> {
  return v.metadata(keywords);
}

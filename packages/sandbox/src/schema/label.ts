import * as v from "valibot";

/** Whether the vendor's public documents describe something, or this project inferred it. */
export type Source = "documented" | "inferred";

const LABEL = "source";

/** Marks a field of a response as described by the vendor. */
export function documented<Value>(schema: v.GenericSchema<Value>): v.GenericSchema<Value> {
  return v.pipe(schema, v.metadata({ [LABEL]: "documented" }));
}

/** Marks a field of a response as inferred: the vendor's documents lack it, or contradict each other about it. */
export function inferred<Value>(schema: v.GenericSchema<Value>): v.GenericSchema<Value> {
  return v.pipe(schema, v.metadata({ [LABEL]: "inferred" }));
}

/** Returns the label in the metadata of a schema, or undefined if it has none. */
export function labelIn(metadata: Readonly<Record<string, unknown>>): Source | undefined {
  const label = metadata[LABEL];
  return label === "documented" || label === "inferred" ? label : undefined;
}

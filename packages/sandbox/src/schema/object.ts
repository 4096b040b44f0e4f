import * as v from "valibot";

/** An object with exactly these fields. */
export function object<const Entries extends v.ObjectEntries>(
  entries: Entries,
): v.StrictObjectSchema<Entries, undefined> {
  return notList(v.strictObject(entries));
}

/** Refuses a list where an object is wanted: valibot takes an empty one for an object without fields. */
export function notList<Schema extends v.GenericSchema>(schema: Schema): Schema {
  const run: Schema["~run"] = (dataset, config) =>
    schema["~run"](Array.isArray(dataset.value) ? { value: "a list" } : dataset, config);
  return { ...schema, "~run": run };
}

import * as v from "valibot";

/** An object with exactly these fields. */
export function object<const Entries extends v.ObjectEntries>(
  entries: Entries,
): v.StrictObjectSchema<Entries, undefined> {
  return notList(v.strictObject(bare(entries)));
}

/** An object with at least these fields. */
export function openObject<const Entries extends v.ObjectEntries>(
  entries: Entries,
): v.LooseObjectSchema<Entries, undefined> {
  return notList(v.looseObject(bare(entries)));
}

/**
 * Refuses a list where an object is wanted: valibot takes an empty one for an object without fields. It also hides from
 * valibot what a script has added to `Object.prototype`.
 */
export function notList<Schema extends v.GenericSchema>(schema: Schema): Schema {
  const run: Schema["~run"] = ({ value }, config) =>
    schema["~run"]({ value: Array.isArray(value) ? "a list" : bare(value) }, config);
  return { ...schema, "~run": run };
}

/** The same value, but an object inherits nothing. */
export function bare<Value>(value: Value): Value {
  return typeof value === "object" && value !== null ? Object.assign(Object.create(null), value) : value;
}

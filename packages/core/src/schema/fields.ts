import type * as v from "valibot";
import { isObject, kind } from "./kind.ts";

type Strict<Entries extends v.ObjectEntries> = v.StrictObjectSchema<Entries, undefined>;
type Run = v.GenericSchema["~run"];

/**
 * Returns the schema of an object with exactly these fields. A field that is undefined counts as missing.
 *
 * `v.strictObject` also reads what a page's script has added to `Object.prototype`, and fails on it.
 */
export function fields<Entries extends v.ObjectEntries>(
  entries: Entries,
): v.GenericSchema<v.InferInput<Strict<Entries>>, v.InferOutput<Strict<Entries>>> {
  const known = new Map(Object.entries(entries));
  const schema = kind("an object", isObject);
  const check: Run = schema["~run"].bind(schema);
  const run: Run = (dataset, config) => {
    const given = dataset.value as Readonly<Record<string, unknown>>;
    const object = check(dataset, config);
    if (!object.typed) return object;
    let typed = true;
    const value: Record<string, unknown> = {};
    const issues: unknown[] = [];
    const add = (key: string, issue: Partial<v.BaseIssue<unknown>>): unknown =>
      issues.push({ ...issue, path: [{ key }, ...(issue.path ?? [])] });
    for (const [key, field] of known) {
      const result = field["~run"]({ value: given[key] }, config);
      typed &&= result.typed;
      for (const issue of result.issues ?? []) add(key, issue);
      if (result.value !== undefined) value[key] = result.value;
    }
    const unknown = Object.keys(given).find((key) => !known.has(key));
    if (unknown !== undefined) {
      typed = false;
      add(unknown, { kind: "schema", expected: "never" });
    }
    return { typed, value, issues: issues[0] && issues } as ReturnType<Run>;
  };
  return Object.assign(schema, { "~run": run }) as never;
}

/** Returns the schema of a list, with the rules of {@link fields}. */
export function listOf<Item>(item: v.GenericSchema<Item>): v.GenericSchema<Item[]> {
  const schema = kind<Item[]>("a list", Array.isArray);
  const check: Run = schema["~run"].bind(schema);
  const run: Run = (dataset, config) => {
    const list = check(dataset, config);
    if (!list.typed) return list;
    const entries = Object.fromEntries(Array.from(list.value as Item[], (_, key) => [key, item]));
    const result = fields(entries)["~run"](dataset, config);
    return { ...result, value: Object.values(result.value as object) } as ReturnType<Run>;
  };
  return Object.assign(schema, { "~run": run }) as never;
}

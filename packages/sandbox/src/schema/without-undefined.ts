/** Returns a copy without the fields that are undefined, at any depth: as JSON would carry it. */
export function withoutUndefined<Value>(value: Value): Value;
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutUndefined(item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries.map(([name, field]) => [name, withoutUndefined(field)]));
}

// Deeper than any form input. It also limits circular objects.
const MAX_DEPTH = 20;

/** Copies plain objects and arrays, so that a later change of the original is detected. Everything else is kept. */
export function snapshotOf<Value>(value: Value, depth: number = 0): Value {
  if (depth > MAX_DEPTH || !isPlain(value)) return value;
  if (Array.isArray(value)) return value.map((item) => snapshotOf(item, depth + 1)) as Value;
  const entries = Object.entries(value).map(([name, item]) => [name, snapshotOf(item, depth + 1)]);
  return Object.fromEntries(entries) as Value;
}

/** Returns whether two inputs contain the same values. Objects other than plain ones are compared by identity. */
export function sameInput(one: unknown, other: unknown, depth: number = 0): boolean {
  if (Object.is(one, other)) return true;
  if (depth > MAX_DEPTH || !isPlain(one) || !isPlain(other) || Array.isArray(one) !== Array.isArray(other))
    return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && sameInput(one[name], other[name], depth + 1))
  );
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  // A plain object of another realm, such as a frame, has a different `Object.prototype`, which also has no prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

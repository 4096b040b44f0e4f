/**
 * Returns a function that creates a value on its first call, and keeps it.
 *
 * Schemas are created this way, so that importing them is free, and a bundler drops those of unused operations (mark
 * the call `@__PURE__`).
 */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

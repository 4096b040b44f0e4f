/**
 * A value that is made when it is first asked for, and kept.
 *
 * The schemas are made this way: importing costs nothing at start-up, and a bundler drops those of unused operations
 * (mark the call `@__PURE__`).
 */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

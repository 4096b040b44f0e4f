const CIRCULAR: Record<string, unknown> = {};
CIRCULAR.self = CIRCULAR;

const { proxy: REVOKED, revoke } = Proxy.revocable({}, {});
revoke();

/** Returns an object within objects, this many levels deep. */
export function nested(levels: number): Record<string, unknown> {
  let data = {};
  for (let level = 0; level < levels; level++) data = { a: data };
  return data;
}

class Getters {
  get a(): number {
    return 1;
  }
}

/** Values that JSON cannot represent, or represents without their content. */
export const NOT_JSON: readonly (readonly [string, unknown])[] = [
  ["a circular object", CIRCULAR],
  ["an object of 100,000 levels", nested(100_000)],
  ["a bigint", 1n],
  ["a function", () => {}],
  ["a symbol", Symbol("a")],
  ["NaN", Number.NaN],
  ["infinity", Number.POSITIVE_INFINITY],
  ["a promise", Promise.resolve({ a: 1 })],
  ["a map", new Map([["a", 1]])],
  ["a set", new Set([1])],
  ["bytes", new Uint8Array(2)],
  ["an array buffer", new ArrayBuffer(2)],
  ["a pattern", /a/],
  ["an error", new Error("a")],
  ["a file", new Blob(["a"])],
  ["form data", new FormData()],
  ["headers", new Headers({ a: "b" })],
  ["an instance of a class with only getters", new Getters()],
  ["a revoked proxy", REVOKED],
  [
    "an object with a getter that throws",
    {
      get a() {
        throw new Error("detached row");
      },
    },
  ],
];

// Everything else is core's own module.
export * from "../../../../packages/core/src/http/attempts/retry-rules.ts";

/** Plants: a 409 says that nothing took effect, although the first request with the key is still in progress. */
export function isPending(): boolean {
  return false;
}

/**
 * Returns the time of a timestamp in milliseconds, and NaN for anything else. Without a time zone, `Date.parse` would
 * read the local one, which differs from server to server.
 */
export function instantOf(text: unknown): number {
  return Date.parse(/^\d{4}-\d\d-\d\dT.+(?:Z|[+-]\d\d:\d\d)$/.exec(String(text))?.[0] ?? "");
}

/**
 * Returns the time of a timestamp in milliseconds, and NaN for anything else. Without a time zone, `Date.parse` would
 * read the local one, which differs from server to server.
 */
export function instantOf(text: unknown): number {
  return Date.parse(/^\d{4}-\d\d-\d\dT.+(?:Z|[+-]\d\d:\d\d)$/.exec(String(text))?.[0] ?? "");
}

/**
 * Returns the time of an HTTP date in milliseconds, and NaN for anything else: `Date.parse` would read "1.5" as a day in
 * 2001.
 */
export function httpTimeOf(text: string | null | undefined): number {
  return Date.parse(text?.endsWith(" GMT") ? text : "");
}

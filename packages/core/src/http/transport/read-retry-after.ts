/**
 * Parses `Retry-After`. Returns milliseconds, or undefined when it is missing or invalid. A date is relative to the
 * response's own `Date`, because the vendor's clock may differ from the local clock.
 */
export function readRetryAfter(value: string = "", date: string = ""): number | undefined {
  const now = readDate(date);
  // Of several, as a proxy may add one, the first counts.
  const ms = /^\d+(?:,|$)/.test(value)
    ? Number.parseInt(value, 10) * 1_000
    : readDate(value) - (Number.isNaN(now) ? Date.now() : now);
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

// `Date.parse` parses "1.5" as a day in 2001.
function readDate(text: string): number {
  return Date.parse(/ GMT$/.test(text) ? text : "");
}

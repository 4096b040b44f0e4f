/**
 * Returns how long a response asks to wait, in milliseconds; undefined when it does not say. A date is relative to the
 * response's own `Date`: the other side's clock may differ from ours.
 */
export function readRetryAfter(value: string = "", date: string = ""): number | undefined {
  const now = readDate(date);
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : readDate(value) - (Number.isNaN(now) ? Date.now() : now);
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

// Date.parse reads "1.5" as a day of 2001.
function readDate(text: string): number {
  return Date.parse(/ GMT$/.test(text) ? text : "");
}

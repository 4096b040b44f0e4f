import { httpTimeOf } from "../../schema/instant.ts";
import type { RawHeaders } from "./response-headers.ts";

/**
 * Parses `Retry-After`. Returns milliseconds, or undefined when it is missing or invalid. A date is relative to the
 * response's own `Date`, because the vendor's clock may differ from the local clock.
 */
export function readRetryAfter(headers: RawHeaders): number | undefined {
  const value = headers.get("retry-after") ?? "";
  const now = httpTimeOf(headers.get("date"));
  // Of several, as a proxy may add one, the first counts.
  const ms = /^\d+(?:,|$)/.test(value)
    ? Number.parseInt(value, 10) * 1_000
    : httpTimeOf(value) - (Number.isNaN(now) ? Date.now() : now);
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

import type { ConnectError } from "../../error.ts";
import type { Replay } from "../../outcome.ts";

const BACKOFF_BASE = 500;
const BACKOFF_CAP = 8_000;

/** Returns whether a failed attempt may be made again without the risk of a second effect. */
export function mayRetry({ code, outcome, status = 0, replayed, next }: ConnectError, replay: Replay): boolean {
  // The stored response of the first request with the key: it stays the same.
  if (replayed) return false;
  // A certificate or a proxy's password does not change by itself.
  if (code === "network_failed" && next === "fix-configuration") return false;
  if (code === "network_failed" && outcome === "not-sent") return true;
  // Only the vendor's own error is a refusal: a gateway may answer 429 or 503 after the vendor has acted.
  if (code === "rate_limited" || code === "server_unavailable") return replay !== "never" || outcome === "rejected";
  if (replay === "never") return false;
  return code === "network_failed" || code === "timed_out" || [408, 500, 502, 504].includes(status);
}

/** Returns whether the vendor still works on an earlier request with the same idempotency key: it answers 409. */
export function isPending({ code, replayed }: ConnectError, replay: Replay): boolean {
  return code === "conflict" && replay === "idempotency-key" && !replayed;
}

/** Returns whether a 401 is worth one more attempt with a new key: never after what may have taken effect. */
export function mayRenew({ code, outcome }: ConnectError, replay: Replay): boolean {
  return code === "unauthorized" && (replay === "safe" || outcome === "rejected");
}

/** Returns the pause before the next retry in milliseconds: random, and longer after each one. */
export function fullJitter(retries: number): number {
  return Math.random() * Math.min(BACKOFF_CAP, BACKOFF_BASE * 2 ** retries);
}

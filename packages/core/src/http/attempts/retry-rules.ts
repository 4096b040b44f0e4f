import type { ConnectError } from "../../error.ts";
import type { Replay } from "../../outcome.ts";

const BACKOFF_BASE = 500;
const BACKOFF_CAP = 8_000;

/** Returns whether a failed attempt may be retried without the risk of taking effect twice. */
export function mayRetry({ code, outcome, status = 0, replayed, next }: ConnectError, replay: Replay): boolean {
  // The stored response of the first request with the key never changes.
  if (replayed) return false;
  // A retry does not fix a certificate or a proxy's password.
  if (next === "fix-configuration") return false;
  if (code === "network_failed" && outcome === "not-sent") return true;
  // Only the vendor's own error is a refusal: a gateway may respond with 429 or 503 after the vendor has acted.
  if (code === "rate_limited" || code === "server_unavailable") return replay !== "never" || outcome === "rejected";
  if (replay === "never") return false;
  return code === "network_failed" || code === "timed_out" || [408, 500, 502, 504].includes(status);
}

/** Returns whether the vendor is still processing an earlier request with the same idempotency key (409). */
export function isPending({ code, replayed }: ConnectError, replay: Replay): boolean {
  return code === "conflict" && replay === "idempotency-key" && !replayed;
}

/** Returns whether a 401 may be retried with a new key. It may not when the request may have taken effect. */
export function mayRenew({ code, outcome }: ConnectError, replay: Replay): boolean {
  return code === "unauthorized" && (replay === "safe" || outcome === "rejected");
}

/** Returns the pause before the next retry in milliseconds: random, and longer after each one. */
export function fullJitter(retries: number): number {
  return Math.random() * Math.min(BACKOFF_CAP, BACKOFF_BASE * 2 ** retries);
}

import { configurationInvalid } from "../error.ts";
import type { MintContext } from "./context.ts";

/** The verdict of a rate limit. `retryAfter` is in milliseconds. */
export type RateLimitVerdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly retryAfter?: number | undefined };

/** Decides whether a payer may mint now. */
export type RateLimit<Native> = (payerId: string, context: MintContext<Native>) => Promise<RateLimitVerdict>;

/**
 * A limiter of rate-limiter-flexible: in memory for one process, in Redis for several. A mint consumes one point.
 *
 * @see https://github.com/animir/node-rate-limiter-flexible
 */
export interface RateLimiter {
  /** Resolves if a point was left. Otherwise rejects with `{ msBeforeNext }` or an `Error`, or resolves with `false`. */
  consume(key: string): Promise<unknown>;
}

/**
 * Returns the limiter as a function with a checked verdict. It throws when the limiter fails, for example without a
 * Redis connection, and when the verdict is missing: a function that returns nothing must not allow everybody.
 */
export function rateLimitBy<Native>(limiter: RateLimiter | RateLimit<Native>): RateLimit<Native> {
  if (typeof limiter !== "function" && typeof Object(limiter).consume !== "function") {
    throw configurationInvalid("rateLimit must be a function, or a limiter with a consume method.");
  }
  const decide = typeof limiter === "function" ? limiter : (payerId: string) => consumePoint(limiter, payerId);
  return async (payerId, context) => {
    const verdict = await decide(payerId, context);
    if (typeof verdict?.allowed !== "boolean") throw configurationInvalid("rateLimit must return { allowed }.");
    return verdict;
  };
}

async function consumePoint(limiter: RateLimiter, payerId: string): Promise<RateLimitVerdict> {
  try {
    // Other limiters with this method resolve with false instead of rejecting.
    return { allowed: (await limiter.consume(payerId)) !== false };
  } catch (refusal) {
    const retryAfter = waitOf(refusal);
    if (retryAfter === undefined) throw refusal;
    return { allowed: false, retryAfter };
  }
}

/**
 * Returns the longest wait that a limiter, or a union of limiters, requires. Returns undefined when one of them failed.
 */
function waitOf(refusal: unknown): number | undefined {
  const results = Object(refusal);
  // A union rejects with a result for each of its limiters that refused or failed.
  const all: unknown[] = "msBeforeNext" in results ? [refusal] : Object.values(results);
  const waits = all.map((result) => Object(result).msBeforeNext as unknown);
  return waits.length > 0 && waits.every((wait) => typeof wait === "number") ? Math.max(...waits) : undefined;
}

// One day: some HTTP clients cannot wait longer, and a limiter may block a key forever.
const MAX_RETRY_AFTER = 86_400;

/**
 * Returns the `Retry-After` header of a refusal: one second to one day. Returns no header when the limiter does not
 * know the time.
 */
export function retryAfterHeader(retryAfter: number | undefined): Readonly<Record<string, string>> {
  if (retryAfter === undefined || !(retryAfter >= 0 && retryAfter < Number.POSITIVE_INFINITY)) return {};
  return { "retry-after": String(Math.min(MAX_RETRY_AFTER, Math.max(1, Math.ceil(retryAfter / 1_000)))) };
}

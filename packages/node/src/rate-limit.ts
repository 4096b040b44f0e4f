import type { MintContext, RateLimitVerdict } from "@plastiq-connect/core/mint-endpoint";

/**
 * Any limiter of rate-limiter-flexible: in memory for one process, in Redis for many. It consumes one point a mint.
 *
 * @see https://github.com/animir/node-rate-limiter-flexible
 */
export interface RateLimiter {
  /** Resolves when there was a point left; rejects with `{ msBeforeNext }` when there was none, or with an `Error`. */
  consume(key: string): Promise<unknown>;
}

type RateLimit<Native> = (payerId: string, context: MintContext<Native>) => Promise<RateLimitVerdict>;

/** A limiter as the function that core asks. A limiter's own failure, such as a lost Redis, passes on as an error. */
export function rateLimitBy<Native>(limiter: RateLimiter | RateLimit<Native>): RateLimit<Native> {
  if (typeof limiter === "function") return limiter;
  return async (payerId) => {
    try {
      await limiter.consume(payerId);
      return { allowed: true };
    } catch (refusal) {
      if (refusal instanceof Error) throw refusal;
      return { allowed: false, retryAfter: (refusal as { readonly msBeforeNext: number }).msBeforeNext };
    }
  };
}

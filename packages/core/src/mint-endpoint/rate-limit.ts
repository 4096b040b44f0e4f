import { configurationInvalid } from "../error.ts";
import type { MintContext } from "./options.ts";

/** Whether a payer may mint now. `retryAfter` is in milliseconds. */
export type RateLimitVerdict = { readonly allowed: true } | { readonly allowed: false; readonly retryAfter?: number };

/** Decides whether a payer may mint now. */
export type RateLimit<Native> = (payerId: string, context: MintContext<Native>) => Promise<RateLimitVerdict>;

/**
 * Any limiter of rate-limiter-flexible: in memory for one process, in Redis for many. It consumes one point a mint.
 *
 * @see https://github.com/animir/node-rate-limiter-flexible
 */
export interface RateLimiter {
  /** Resolves when there was a point left; rejects with `{ msBeforeNext }` when there was none, or with an `Error`. */
  consume(key: string): Promise<unknown>;
}

/**
 * A limiter as a function whose verdict can be relied on. A limiter's own failure, such as a lost Redis, passes on as
 * an error, and so does what is no verdict: a function that forgot to return one must not let everybody pass.
 */
export function rateLimitBy<Native>(limiter: RateLimiter | RateLimit<Native>): RateLimit<Native> {
  const decide = typeof limiter === "function" ? limiter : (payerId: string) => consumePoint(limiter, payerId);
  return async (payerId, context) => {
    const verdict = await decide(payerId, context);
    if (typeof verdict?.allowed !== "boolean") throw configurationInvalid("rateLimit must give whether it is allowed.");
    return verdict;
  };
}

async function consumePoint(limiter: RateLimiter, payerId: string): Promise<RateLimitVerdict> {
  try {
    await limiter.consume(payerId);
    return { allowed: true };
  } catch (refusal) {
    const { msBeforeNext } = Object(refusal);
    if (typeof msBeforeNext !== "number") throw refusal;
    return { allowed: false, retryAfter: msBeforeNext };
  }
}

/** The `Retry-After` header of a refusal: whole seconds, at least one. None when the limiter knows no time. */
export function retryAfterHeader(retryAfter: number | undefined): Readonly<Record<string, string>> {
  if (retryAfter === undefined || !(retryAfter >= 0 && retryAfter < Number.POSITIVE_INFINITY)) return {};
  return { "retry-after": String(Math.max(1, Math.ceil(retryAfter / 1_000))) };
}

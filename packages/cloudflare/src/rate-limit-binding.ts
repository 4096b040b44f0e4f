import { configurationInvalid } from "@plastiq-connect/core/adapter";
import type { RateLimit } from "@plastiq-connect/core/mint-endpoint";

/** A rate limiting binding of a Worker. */
export interface RateLimitBinding {
  /** Counts a request for a key. `success` is true if it was within the limit. */
  limit(options: { key: string }): Promise<{ success: boolean }>;
}

/**
 * A rate limiting binding by its name in the Worker's configuration. It counts separately in each Cloudflare location,
 * and does not report the remaining time, so `Retry-After` is its whole period.
 *
 * @see https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/
 */
export interface RateLimitByBinding {
  /** The name of the binding, such as `MINT_LIMITER`. */
  readonly binding: string;
  /** The configured period, in seconds. */
  readonly period: 10 | 60;
}

/** Returns the binding as a rate limit. If the binding is missing, nobody can mint. */
export function rateLimitByBinding<Native extends { readonly env: object }>({
  binding,
  period,
}: RateLimitByBinding): RateLimit<Native> {
  if (period !== 10 && period !== 60) {
    throw configurationInvalid("rateLimit.period must be the period of the binding: 10 or 60 seconds.");
  }
  return async (payerId, { native: { env } }) => {
    const limiter = (env as Readonly<Record<string, RateLimitBinding | undefined>>)[binding];
    if (!limiter) throw configurationInvalid(`There is no rate limiting binding ${binding}.`);
    const { success } = await limiter.limit({ key: payerId });
    return success ? { allowed: true } : { allowed: false, retryAfter: period * 1_000 };
  };
}

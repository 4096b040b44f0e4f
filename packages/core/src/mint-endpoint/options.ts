import type { EndUser, TrustOptions } from "../end-user/end-user.ts";
import type { Caller } from "../http/caller/caller.ts";
import type { ErrorCode } from "../outcome.ts";
import type { MintContext } from "./context.ts";
import type { RateLimit, RateLimiter } from "./rate-limit.ts";

/**
 * The payer to mint for, or the reason for a refusal. `payerId` must come from your own record of the signed-in user,
 * never from the request's body, query or headers, which the client controls.
 */
export type Authorization = { readonly payerId: string } | { readonly refused: "unauthenticated" | "forbidden" };

/** Argument of `onMint`. It never contains a secret. */
export interface MintEvent {
  /** The payer that `authorize` returned. */
  readonly payerId: string;
  /** The trace id of the call, which is also in the response to the end user. */
  readonly traceId: string;
  /** The end user, as described to the vendor. */
  readonly endUser: EndUser;
  /** The time from the authorization to the outcome, in milliseconds. */
  readonly duration: number;
  /** `minted`, `limited` by the endpoint's own rate limit, or the error code of the upstream call. */
  readonly outcome: "minted" | "limited" | "internal_error" | ErrorCode;
}

/** Options for `createMintEndpoint`. */
export interface MintEndpointOptions<Native> extends TrustOptions {
  /**
   * The client or caller that mints, or a function that returns one, for runtimes that pass settings with each request.
   * Its own `deadline` limits the call to the vendor.
   */
  readonly client: Caller | ((native: Native) => Caller);
  /** Returns the signed-in user's payer. If it throws or times out, the response is 500 and the error is reported. */
  authorize(request: Request, context: MintContext<Native>): Authorization | Promise<Authorization>;
  /** The exact origins whose pages may mint, such as `https://shop.example` or `capacitor://localhost`. */
  readonly allowedOrigins: readonly string[];
  /** Additional request headers that those pages may send, such as a CSRF token's. */
  readonly allowedHeaders?: readonly string[] | undefined;
  /**
   * Limits mints per payer, after `authorize`: any limiter of rate-limiter-flexible, or your own function. If it
   * throws, times out or returns no verdict, the response is 503 and the error is reported.
   */
  readonly rateLimit?: RateLimiter | RateLimit<Native> | undefined;
  /** Timeout of each of `authorize` and `rateLimit`, in milliseconds. Default 10,000. */
  readonly timeout?: number | undefined;
  /** Called after every authorized request, with its outcome. The response does not wait for it. */
  readonly onMint?: ((event: MintEvent) => unknown) | undefined;
  /** Called with every failure and the trace id of the response. Default: `console.error`. */
  readonly onError?: ((error: unknown, traceId: string) => unknown) | undefined;
}

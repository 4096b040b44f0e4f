import type { EndUser, TrustOptions } from "../end-user/end-user.ts";
import type { ErrorCode } from "../error.ts";
import type { Caller } from "../http/caller.ts";
import type { RateLimit, RateLimiter } from "./rate-limit.ts";

/** What the endpoint knows about a request besides the request itself. */
export interface MintContext<Native> {
  /** Who is at the browser, as far as the proxies are believed. */
  readonly endUser: EndUser;
  /** What the runtime gave with the request, such as Node's `IncomingMessage` or a Worker's bindings. */
  readonly native: Native;
}

/**
 * Whom a secret is minted for, or why not. `payerId` must come from your own records of who is signed in; never from
 * the request's body, query or headers, which are the client's to write.
 */
export type Authorization = { readonly payerId: string } | { readonly refused: "unauthenticated" | "forbidden" };

/** What the audit hook is told. Never a secret. */
export interface MintEvent {
  /** Whom the secret was asked for, as `authorize` said. */
  readonly payerId: string;
  /** The call's trace id, which the end user was given too. */
  readonly traceId: string;
  /** Who is at the browser, as it was told to the vendor. */
  readonly endUser: EndUser;
  /** From the authorisation to the outcome, in milliseconds. */
  readonly durationMs: number;
  /** `minted`, `limited` by the endpoint's own limiter, or the code that the upstream call failed with. */
  readonly outcome: "minted" | "limited" | "internal_error" | ErrorCode;
}

/** How a mint endpoint is set up. */
export interface MintEndpointOptions<Native> extends TrustOptions {
  /** What mints: a client or a caller; or a function that gives one, where settings arrive with each request. */
  readonly client: Caller | ((native: Native) => Caller);
  /** Decides who is signed in. A function that throws, or takes too long, refuses with 500 and is reported. */
  authorize(request: Request, context: MintContext<Native>): Authorization | Promise<Authorization>;
  /** The exact origins whose pages may ask, such as `https://shop.example`. */
  readonly allowedOrigins: readonly string[];
  /** Further request headers that those pages may send, such as a CSRF token's. */
  readonly allowedHeaders?: readonly string[] | undefined;
  /**
   * Asked with the payer's id after `authorize`: any limiter of rate-limiter-flexible, or a function of your own. One
   * that throws, takes too long or gives no verdict refuses with 503 and is reported.
   */
  readonly rateLimit?: RateLimiter | RateLimit<Native> | undefined;
  /** How long `authorize` and `rateLimit` may take, each, in milliseconds. Default 10,000. */
  readonly timeout?: number | undefined;
  /** Told of every mint that was authorised. Not waited for by the end user. */
  readonly onMint?: ((event: MintEvent) => unknown) | undefined;
  /** Told of every failure, with the trace id that the end user was given. Default: `console.error`. */
  readonly onError?: ((error: unknown, traceId: string) => unknown) | undefined;
}

import type { Caller } from "../caller.ts";
import { type EndUser, endUserFrom, type TrustOptions } from "../end-user.ts";
import { configurationInvalid, type ErrorCode, isConnectError } from "../error.ts";
import { traceIdOf } from "../headers.ts";
import type { Inbound } from "../inbound.ts";
import { createClientSecret } from "../operations/create-client-secret.ts";
import { crossOrigin } from "./cross-origin.ts";
import { type ProblemName, problem } from "./problem.ts";

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

/** Whether a payer may mint now. `retryAfter` is in milliseconds. */
export type RateLimitVerdict = { readonly allowed: true } | { readonly allowed: false; readonly retryAfter?: number };

/** What the audit hook is told. Never a secret. */
export interface MintEvent {
  readonly payerId: string;
  readonly traceId: string;
  readonly endUser: EndUser;
  readonly durationMs: number;
  /** `minted`, `limited` by the endpoint's own limiter, or the code that the upstream call failed with. */
  readonly outcome: "minted" | "limited" | "internal_error" | ErrorCode;
}

/** How a mint endpoint is set up. */
export interface MintEndpointOptions<Native> extends TrustOptions {
  /** What mints: a client or a caller. */
  readonly client: Caller;
  /** Decides who is signed in. A function that throws refuses with 500 and is reported. */
  authorize(request: Request, context: MintContext<Native>): Authorization | Promise<Authorization>;
  /** The exact origins whose pages may ask, such as `https://shop.example`. */
  readonly allowedOrigins: readonly string[];
  /** Further request headers that those pages may send, such as a CSRF token's. */
  readonly allowedHeaders?: readonly string[] | undefined;
  /** Asked with the payer's id after `authorize`. One that throws refuses with 503 and is reported. */
  readonly rateLimit?: ((payerId: string, context: MintContext<Native>) => Promise<RateLimitVerdict>) | undefined;
  /** Told of every mint that was authorised. Not waited for by the end user. */
  readonly onMint?: ((event: MintEvent) => unknown) | undefined;
  /** Told of every failure, with the trace id that the end user was given. Default: `console.error`. */
  readonly onError?: ((error: unknown, traceId: string) => void) | undefined;
}

/** What a runtime hands over with a request. */
export interface MintInvocation<Native> {
  readonly inbound: Inbound;
  readonly native: Native;
  /** Keeps work alive after the answer, where the runtime needs to be asked. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** Answers one request. It never throws, and it never reads the body. */
export type MintEndpoint<Native> = (request: Request, invocation: MintInvocation<Native>) => Promise<Response>;

const MAX_CONTENT_LENGTH = 1_024;

/**
 * The HTTP endpoint on your own server that mints for a signed-in end user, over web-standard requests and answers.
 *
 * Success is `{ clientSecret, expiresAt, expiresIn, traceId }`; failure is problem details with a stable `type`.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 * @see https://docs.developer.plastiq.com/docs/client-secrets-overview
 */
export function createMintEndpoint<Native = undefined>(options: MintEndpointOptions<Native>): MintEndpoint<Native> {
  const origins = crossOrigin(options.allowedOrigins, options.allowedHeaders);
  if (typeof options.authorize !== "function") throw configurationInvalid("authorize must be a function.");
  const { trustedHops } = options;
  // Says early what it would say at the first request.
  endUserFrom({ header: () => undefined, peer: undefined }, { trustedHops });

  return async function mintEndpoint(request, { inbound, native, waitUntil }) {
    const traceId = traceIdOf(undefined);
    const headers: Record<string, string> = { "cache-control": "no-store", vary: VARY, "trace-id": traceId };
    const refuse = (name: ProblemName): Response => problem(name, traceId, headers);
    const report = (error: unknown): void => {
      const { onError = reportOnConsole } = options;
      try {
        onError(error, traceId);
      } catch (broken) {
        reportOnConsole(broken, traceId);
      }
    };

    const admitted = origins.admit(request);
    const preflight = request.method === "OPTIONS";
    if (request.method !== "POST" && !preflight) {
      headers.allow = "POST, OPTIONS";
      return refuse("method-not-allowed");
    }
    if (!admitted) return refuse("origin-refused");
    Object.assign(headers, admitted);
    if (preflight) return new Response(null, { status: 204, headers: { ...headers, ...origins.preflight } });
    if (!(Number(request.headers.get("content-length") ?? 0) <= MAX_CONTENT_LENGTH)) return refuse("body-too-large");

    const context: MintContext<Native> = { endUser: endUserFrom(inbound, { trustedHops }), native };
    let authorization: Authorization;
    try {
      authorization = await options.authorize(request, context);
      const clear =
        "refused" in authorization
          ? ["unauthenticated", "forbidden"].includes(authorization.refused)
          : typeof authorization.payerId === "string";
      if (!clear) {
        throw configurationInvalid("authorize must give a payerId, or what is refused.");
      }
    } catch (error) {
      report(error);
      return refuse("internal-error");
    }
    if ("refused" in authorization) return refuse(authorization.refused);

    const { payerId } = authorization;
    const startedAt = performance.now();
    const audit = (outcome: MintEvent["outcome"]): void => {
      if (!options.onMint) return;
      const durationMs = performance.now() - startedAt;
      const { onMint } = options;
      const work = (async () => onMint({ payerId, traceId, endUser: context.endUser, durationMs, outcome }))();
      const told = work.catch(report);
      waitUntil?.(told);
    };

    try {
      const verdict = (await options.rateLimit?.(payerId, context)) ?? { allowed: true };
      if (!verdict.allowed) {
        if (verdict.retryAfter !== undefined) headers["retry-after"] = String(Math.ceil(verdict.retryAfter / 1_000));
        audit("limited");
        return refuse("rate-limited");
      }
    } catch (error) {
      report(error);
      audit("internal_error");
      return refuse("limiter-unavailable");
    }

    try {
      const { endUser } = context;
      const { signal } = request;
      const secret = await createClientSecret(options.client, { payer: { id: payerId } }, { endUser, traceId, signal });
      audit("minted");
      const { expiresAt } = secret;
      const answer = { clientSecret: secret.reveal(), expiresAt, expiresIn: secret.remaining(), traceId };
      return new Response(JSON.stringify(answer), { headers: { ...headers, "content-type": "application/json" } });
    } catch (error) {
      const code = isConnectError(error) ? error.code : "internal_error";
      audit(code);
      if (code !== "aborted") report(error);
      return refuse(PROBLEM_OF[code] ?? "upstream-refused");
    }
  };
}

function reportOnConsole(error: unknown, traceId: string): void {
  console.error(`plastiq-connect: mint endpoint, trace id ${traceId}:`, error);
}

const VARY = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

// Whatever is not named here was refused or broken upstream.
const PROBLEM_OF: Readonly<Partial<Record<MintEvent["outcome"], ProblemName>>> = {
  aborted: "client-closed-request",
  timed_out: "upstream-timed-out",
  // A bad key or a payer id that is none: ours to mend, not the vendor's.
  configuration_invalid: "internal-error",
  input_invalid: "internal-error",
  internal_error: "internal-error",
};

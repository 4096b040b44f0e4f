import { endUserFrom } from "../end-user/end-user.ts";
import type { Inbound } from "../end-user/inbound.ts";
import { ConnectError, checkOptions, configurationInvalid, isConnectError } from "../error.ts";
import { within } from "../http/attempts/abort.ts";
import { DEFAULT_CALL_LIMITS, fullCallLimits } from "../http/attempts/call-limits.ts";
import { isCaller } from "../http/caller/invoke.ts";
import { createReporter } from "../http/hooks/reporter.ts";
import { traceIdOf } from "../http/operation/headers.ts";
import type { ErrorCode } from "../outcome.ts";
import { createClientSecret } from "../resources/client-secrets/create-client-secret.ts";
import { isHost } from "../schema/host.ts";
import type { MintContext } from "./context.ts";
import { crossOrigin } from "./cross-origin.ts";
import type { Authorization, MintEndpointOptions, MintEvent } from "./options.ts";
import { type ProblemName, problem } from "./problem.ts";
import { rateLimitBy, retryAfterHeader } from "./rate-limit.ts";

/** Facts that an adapter passes with a request. */
export interface MintInvocation<Native> {
  /** The result of the adapter's `readInbound`. */
  readonly inbound: Inbound;
  /** Objects of the runtime, which your functions get in their context. */
  readonly native: Native;
  /** Keeps work alive after the response, in runtimes that would end it. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** A handler of one request. It never throws and never reads the body. */
export type MintEndpoint<Native> = (request: Request, invocation: MintInvocation<Native>) => Promise<Response>;

/**
 * Creates the HTTP endpoint on your own server that mints for a signed-in user, over web-standard requests and responses.
 *
 * Success is `{ clientSecret, expiresAt, expiresIn, traceId }`; failure is problem details with a stable `type`.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 * @see https://docs.developer.plastiq.com/docs/client-secrets-overview
 * @example
 * ```ts
 * import { type Client, inboundOf } from "@plastiq-connect/core";
 * import { createMintEndpoint } from "@plastiq-connect/core/mint-endpoint";
 *
 * declare function payerOfSession(request: Request): Promise<string>; // yours
 *
 * export function handlerOf(client: Client): (request: Request, peer: string) => Promise<Response> {
 *   const endpoint = createMintEndpoint({
 *     client,
 *     allowedOrigins: ["https://shop.example"],
 *     authorize: async (request) => ({ payerId: await payerOfSession(request) }),
 *   });
 *   return (request, peer) => endpoint(request, { inbound: inboundOf(request, peer), native: undefined });
 * }
 * ```
 */
export function createMintEndpoint<Native = undefined>(options: MintEndpointOptions<Native>): MintEndpoint<Native> {
  checkOptions(options);
  const origins = crossOrigin(options.allowedOrigins, options.allowedHeaders);
  if (typeof options.authorize !== "function") throw configurationInvalid("authorize must be a function.");
  const { client, onError, trustedHops } = options;
  const { timeout } = fullCallLimits(DEFAULT_CALL_LIMITS, { timeout: options.timeout });
  if (typeof client !== "function") checkClient(client);
  const message = `Your function did not finish within ${timeout} ms.`;
  const stopped = (code: ErrorCode): ConnectError => new ConnectError({ code, outcome: "not-sent", message });
  const rateLimit = options.rateLimit !== undefined && rateLimitBy(options.rateLimit);
  // Throws now instead of at the first request.
  endUserFrom({ header: () => undefined, peer: undefined }, { trustedHops });

  return async function mintEndpoint(request, { inbound, native, waitUntil }) {
    const traceId = traceIdOf(undefined);
    const headers: Record<string, string> = { "cache-control": "no-store", ...FIXED_HEADERS, "trace-id": traceId };
    const refuse = (name: ProblemName): Response => problem(name, traceId, headers);
    const { report, callHook } = createReporter({
      about: `mint endpoint, trace id ${traceId}`,
      onError: onError && ((error) => onError(error, traceId)),
      waitUntil,
    });
    try {
      return await respond();
    } catch (error) {
      report(error);
      return refuse("internal-error");
    }

    async function respond(): Promise<Response> {
      const preflight = request.method === "OPTIONS";
      if (request.method !== "POST" && !preflight) {
        headers.allow = "POST, OPTIONS";
        return refuse("method-not-allowed");
      }
      if (!isHost(request.headers.get("host") ?? "absent")) return refuse("host-invalid");
      const admitted = origins.admit(request);
      if (!admitted) return refuse("origin-refused");
      Object.assign(headers, admitted);
      if (preflight) return new Response(null, { status: 204, headers: { ...headers, ...origins.preflight } });
      if (!isShort(request.headers.get("content-length"))) return refuse("body-too-large");

      const endUser = endUserFrom(inbound, { trustedHops });
      const context: MintContext<Native> = { endUser, native };
      const { signal } = request;
      const limits = { limit: timeout, signal, stopped };
      const isClosed = (): boolean => signal?.aborted === true;
      let authorization: Authorization;
      try {
        authorization = await within(() => options.authorize(request, context), limits);
        if (!isAuthorization(authorization))
          throw configurationInvalid("authorize must return { payerId } or { refused }.");
      } catch (error) {
        if (isClosed()) return refuse("client-closed-request");
        report(error);
        return refuse("internal-error");
      }
      if ("refused" in authorization) return refuse(authorization.refused);

      const { payerId } = authorization;
      const startedAt = performance.now();
      const audit = (outcome: MintEvent["outcome"]): void => {
        const duration = performance.now() - startedAt;
        callHook(() => options.onMint?.({ payerId, traceId, endUser, duration, outcome }));
      };

      try {
        const verdict = rateLimit ? await within(() => rateLimit(payerId, context), limits) : { allowed: true };
        if (!verdict.allowed) {
          Object.assign(headers, retryAfterHeader("retryAfter" in verdict ? verdict.retryAfter : undefined));
          audit("limited");
          return refuse("rate-limited");
        }
      } catch (error) {
        audit(isClosed() ? "aborted" : "internal_error");
        if (isClosed()) return refuse("client-closed-request");
        report(error);
        return refuse("limiter-unavailable");
      }

      try {
        const caller = typeof client === "function" ? client(native) : client;
        checkClient(caller);
        const secret = await createClientSecret(caller, { payer: { id: payerId } }, { endUser, traceId, signal });
        const minted = { clientSecret: secret.reveal(), expiresAt: secret.expiresAt, expiresIn: secret.remaining() };
        audit("minted");
        headers["content-type"] = "application/json";
        return new Response(JSON.stringify({ ...minted, traceId }), { headers });
      } catch (error) {
        const code = codeOf(error);
        audit(code);
        if (code !== "aborted") report(error);
        return refuse(PROBLEM_OF.get(code) ?? "upstream-refused");
      }
    }
  };
}

const FIXED_HEADERS = {
  vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
  // A browser parses the response only as JSON.
  "x-content-type-options": "nosniff",
};

const MAX_CONTENT_LENGTH = 1_024;

// `Number()` would also accept "", "-1", "1e3" and "0x10".
function isShort(contentLength: string | null): boolean {
  return contentLength === null || (/^\d{1,9}$/.test(contentLength) && Number(contentLength) <= MAX_CONTENT_LENGTH);
}

// Checked before it is read: the engine's own error would quote a wrong return value, which may be a session's token.
function isAuthorization(authorization: Authorization): boolean {
  const given = Object(authorization);
  return "refused" in given
    ? given.refused === "unauthenticated" || given.refused === "forbidden"
    : typeof given.payerId === "string";
}

function checkClient(client: unknown): void {
  if (!isCaller(client)) throw configurationInvalid("client must be a client or return one.");
}

function codeOf(error: unknown): MintEvent["outcome"] {
  return isConnectError(error) ? error.code : "internal_error";
}

// Every other failure happened upstream.
const PROBLEM_OF: ReadonlyMap<MintEvent["outcome"], ProblemName> = /* @__PURE__ */ new Map<
  MintEvent["outcome"],
  ProblemName
>([
  ["aborted", "client-closed-request"],
  ["timed_out", "upstream-timed-out"],
  // An invalid key or payer id is this server's fault, not the vendor's.
  ["configuration_invalid", "internal-error"],
  ["input_invalid", "internal-error"],
  ["internal_error", "internal-error"],
]);

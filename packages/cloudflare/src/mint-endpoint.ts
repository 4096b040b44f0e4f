import { type Caller, createCaller } from "@plastiq-connect/core";
import { createMintEndpoint, type MintContext, type MintEndpointOptions } from "@plastiq-connect/core/mint-endpoint";
import { type Bindings, optionsFromEnv } from "./options-from-env.ts";
import { type RateLimitByBinding, rateLimitByBinding } from "./rate-limit-binding.ts";
import { readInbound } from "./read-inbound.ts";

/** The part of a Worker's context that the endpoints use. `ExecutionContext` is compatible. */
export interface WorkerContext {
  /** Keeps the Worker alive until the work is done. */
  waitUntil(work: Promise<unknown>): void;
}

/** The objects of a Worker that your functions get besides the request. */
export interface WorkerNative<Env> {
  /** The Worker's bindings. */
  readonly env: Env;
  /** The Worker's context. */
  readonly ctx: WorkerContext;
}

type CoreOptions<Env> = MintEndpointOptions<WorkerNative<Env>>;

/** Options for `mintEndpoint`. */
export interface WorkerMintEndpointOptions<Env> extends Omit<CoreOptions<Env>, "client" | "rateLimit"> {
  /** Default: `createCaller(optionsFromEnv(env))`, called for each request. */
  readonly client?: Caller | ((env: Env) => Caller) | undefined;
  /** A rate limiting binding by its name, any limiter of rate-limiter-flexible, or your own function. */
  readonly rateLimit?: RateLimitByBinding | CoreOptions<Env>["rateLimit"];
}

/** A Worker's `fetch` handler. */
export type WorkerMintEndpoint<Env> = (request: Request, env: Env, ctx: WorkerContext) => Promise<Response>;

/** The context that `authorize` and `rateLimit` get in a Worker. */
export type WorkerMintContext<Env> = MintContext<WorkerNative<Env>>;

/**
 * Creates the mint endpoint as a Worker's `fetch` handler. It mints for the signed-in user, and lets the audit hook
 * finish with `ctx.waitUntil`. You can call it at global scope.
 *
 * When the end user disconnects, the platform ends the call to the vendor. With the compatibility flag
 * `enable_request_signal`, the endpoint aborts it itself and calls the audit hook with `aborted`.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 * @example
 * ```ts
 * import { mintEndpoint } from "@plastiq-connect/cloudflare";
 *
 * declare function payerOfSession(request: Request): Promise<string>; // yours
 *
 * export default {
 *   fetch: mintEndpoint({
 *     allowedOrigins: ["https://shop.example"],
 *     authorize: async (request) => ({ payerId: await payerOfSession(request) }),
 *   }),
 * };
 * ```
 */
export function mintEndpoint<Env extends Bindings = Bindings>(
  options: WorkerMintEndpointOptions<Env>,
): WorkerMintEndpoint<Env> {
  // Not `createClient`, which would bundle every operation.
  const { client = (env: Env) => createCaller(optionsFromEnv(env)), rateLimit } = Object(options) as typeof options;
  const endpoint = createMintEndpoint<WorkerNative<Env>>({
    ...options,
    client: typeof client === "function" ? ({ env }) => client(env) : client,
    rateLimit: rateLimit && "binding" in rateLimit ? rateLimitByBinding(rateLimit) : rateLimit,
  });
  return (request, env, ctx) =>
    endpoint(request, {
      inbound: readInbound(request),
      native: { env, ctx },
      waitUntil: (work) => ctx.waitUntil(work),
    });
}

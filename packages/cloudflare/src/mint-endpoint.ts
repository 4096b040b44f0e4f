import type { Caller } from "@plastiq-connect/core";
import { createMintEndpoint, type MintContext, type MintEndpointOptions } from "@plastiq-connect/core/mint-endpoint";
import { createClient } from "./create-client.ts";
import type { Bindings } from "./options-from-env.ts";
import { type RateLimitByBinding, rateLimitByBinding } from "./rate-limit-binding.ts";
import { readInbound } from "./read-inbound.ts";

/** What is used of a Worker's context. The platform's `ExecutionContext` is one. */
export interface WorkerContext {
  /** Keeps the Worker alive until the work is done. */
  waitUntil(work: Promise<unknown>): void;
}

/** What a Worker's request is to the hooks of a mint endpoint, besides the request itself. */
export interface WorkerNative<Env> {
  /** The Worker's bindings. */
  readonly env: Env;
  /** The Worker's context. */
  readonly ctx: WorkerContext;
}

type CoreOptions<Env> = MintEndpointOptions<WorkerNative<Env>>;

/** How a mint endpoint for a Worker is set up. */
export interface WorkerMintEndpointOptions<Env> extends Omit<CoreOptions<Env>, "client" | "rateLimit"> {
  /** Default: `createClient(env)`, made for each request. */
  readonly client?: Caller | ((env: Env) => Caller) | undefined;
  /** A rate limiting binding by its name, any limiter of rate-limiter-flexible, or a function of your own. */
  readonly rateLimit?: RateLimitByBinding | CoreOptions<Env>["rateLimit"];
}

/** Answers one request of a Worker. */
export type WorkerMintEndpoint<Env> = (request: Request, env: Env, ctx: WorkerContext) => Promise<Response>;

/** What the hooks of a mint endpoint are given in a Worker. */
export type WorkerMintContext<Env> = MintContext<WorkerNative<Env>>;

/**
 * The mint endpoint as a Worker's `fetch` handler: mints for who is signed in. The audit hook runs to its end by
 * `ctx.waitUntil`. It may be made at global scope.
 *
 * When the end user goes away, the platform ends the upstream call; with the compatibility flag
 * `enable_request_signal` the endpoint itself does, and says so to the audit hook.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 */
export function mintEndpoint<Env extends Bindings = Bindings>({
  client = createClient,
  rateLimit,
  ...options
}: WorkerMintEndpointOptions<Env>): WorkerMintEndpoint<Env> {
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

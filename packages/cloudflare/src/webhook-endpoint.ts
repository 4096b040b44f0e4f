import {
  createWebhookEndpoint,
  type WebhookContext,
  type WebhookEndpointOptions,
} from "@plastiq-connect/core/webhooks";
import type { WorkerContext, WorkerNative } from "./mint-endpoint.ts";
import { readInbound } from "./read-inbound.ts";

/** Options for `webhookEndpoint` in a Worker. */
export type WorkerWebhookEndpointOptions<Env> = WebhookEndpointOptions<WorkerNative<Env>>;

/** Context of an event in a Worker: the sender's address, and the Worker's bindings and context in `native`. */
export type WorkerWebhookContext<Env> = WebhookContext<WorkerNative<Env>>;

/** Responds to one request of a Worker. */
export type WorkerWebhookEndpoint<Env> = (request: Request, env: Env, ctx: WorkerContext) => Promise<Response>;

/**
 * Creates the webhook endpoint as a Worker's `fetch` handler. With `ctx.waitUntil`, a handler that times out keeps
 * running after the response. You can call it at global scope.
 *
 * Use `createDurableObjectClaimStore`, because a Worker runs in many locations at once.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 * @see https://docs.developer.plastiq.com/docs/webhooks
 * @example
 * ```ts
 * import { type ClaimNamespace, createDurableObjectClaimStore, webhookEndpoint } from "@plastiq-connect/cloudflare";
 *
 * export { ClaimObject } from "@plastiq-connect/cloudflare";
 *
 * interface Env {
 *   readonly WEBHOOK_SECRET: string;
 *   readonly WEBHOOK_CLAIMS: ClaimNamespace;
 *   readonly EVENTS: { send(event: unknown): Promise<void> };
 * }
 *
 * export default {
 *   fetch: webhookEndpoint<Env>({
 *     secret: ({ env }) => env.WEBHOOK_SECRET,
 *     store: ({ env }) => createDurableObjectClaimStore(env.WEBHOOK_CLAIMS),
 *     onEvent: (event, { native: { env } }) => env.EVENTS.send(event),
 *   }),
 * };
 * ```
 */
export function webhookEndpoint<Env>(options: WorkerWebhookEndpointOptions<Env>): WorkerWebhookEndpoint<Env> {
  const endpoint = createWebhookEndpoint<WorkerNative<Env>>(options);
  return (request, env, ctx) =>
    endpoint(request, {
      inbound: readInbound(request),
      native: { env, ctx },
      waitUntil: (work) => ctx.waitUntil(work),
    });
}

import {
  createWebhookEndpoint,
  type WebhookContext,
  type WebhookEndpointOptions,
} from "@plastiq-connect/core/webhooks";
import type { DenoNative } from "./mint-endpoint.ts";
import { type DenoServeInfo, readInbound } from "./read-inbound.ts";

/** Options for `webhookEndpoint` in Deno. */
export type DenoWebhookEndpointOptions = WebhookEndpointOptions<DenoNative>;

/** Context of an event in Deno: the sender's address, and what `Deno.serve` passes in `native`. */
export type DenoWebhookContext = WebhookContext<DenoNative>;

/** Responds to one request of `Deno.serve`. */
export type DenoWebhookEndpoint = (request: Request, info: DenoServeInfo) => Promise<Response>;

/**
 * Creates the webhook endpoint as a `Deno.serve` handler.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 * @see https://docs.developer.plastiq.com/docs/webhooks
 * @example
 * ```ts
 * import { createDenoKvClaimStore, webhookEndpoint } from "@plastiq-connect/deno";
 *
 * declare const queue: { add(name: string, data: unknown): Promise<unknown> }; // yours
 *
 * Deno.serve(
 *   webhookEndpoint({
 *     secret: Deno.env.get("WEBHOOK_SECRET") ?? "",
 *     store: createDenoKvClaimStore(await Deno.openKv()),
 *     onEvent: (event) => queue.add(event.event, event.data),
 *   }),
 * );
 * ```
 */
export function webhookEndpoint(options: DenoWebhookEndpointOptions): DenoWebhookEndpoint {
  const endpoint = createWebhookEndpoint<DenoNative>(options);
  return (request, info) => endpoint(request, { inbound: readInbound(request, info), native: { info } });
}

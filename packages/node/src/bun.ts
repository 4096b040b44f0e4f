import type { IncomingMessage } from "node:http";
import { type Caller, createCaller as createCoreCaller } from "@plastiq-connect/core";
import { configurationInvalid } from "@plastiq-connect/core/adapter";
import { bunFetch } from "./bun-fetch.ts";
import type { NodeCallerOptions } from "./create-caller.ts";
import { closableClient, type NodeClient, type NodeClientOptions } from "./create-client.ts";
import { mintEndpointWith, type NodeMintEndpoint, type NodeMintEndpointOptions } from "./mint-endpoint.ts";
import { optionsFromEnv } from "./options-from-env.ts";

export * from "@plastiq-connect/core";
export * from "@plastiq-connect/core/mint-endpoint";
export * from "@plastiq-connect/core/webhooks";
export type { NodeCallerOptions } from "./create-caller.ts";
export type { NodeClient, NodeClientOptions } from "./create-client.ts";
export type { DispatchController, Dispatcher, DispatchHandler } from "./dispatcher.ts";
export type { NodeMintContext, NodeMintEndpoint, NodeMintEndpointOptions } from "./mint-endpoint.ts";
export type { NodeHandler, NodeNative } from "./node-handler.ts";
export { optionsFromEnv } from "./options-from-env.ts";
export { type NodeRequest, readInbound } from "./read-inbound.ts";
export { type NodeWebhookContext, type NodeWebhookEndpointOptions, webhookEndpoint } from "./webhook-endpoint.ts";

/**
 * Creates a caller as on Node, with Bun's own `fetch`, which is fast and honors the proxy variables. `connections` has no
 * effect.
 *
 * @throws ConnectError `configuration_invalid`, also for a `dispatcher`: the requests would bypass it.
 */
export function createCaller(options: NodeCallerOptions): Caller {
  if (options?.dispatcher) {
    throw configurationInvalid("dispatcher cannot be used on Bun. Set HTTPS_PROXY for a proxy, or pass fetch.");
  }
  return createCoreCaller({ ...options, fetch: options?.fetch ?? bunFetch });
}

/** Creates a client as on Node. See {@link createCaller}. */
export function createClient(options: NodeClientOptions = {}): NodeClient {
  const settings = optionsFromEnv(options);
  const { dispatcher, fetch } = options;
  return closableClient(createCaller({ ...settings, dispatcher, fetch }), async () => {});
}

/** Creates the same handler as on Node: Bun runs Node's handlers. */
export function mintEndpoint<Req extends IncomingMessage = IncomingMessage>(
  options: NodeMintEndpointOptions<Req>,
): NodeMintEndpoint<Req> {
  return mintEndpointWith<Req>({ ...options, client: options?.client ?? createClient() });
}

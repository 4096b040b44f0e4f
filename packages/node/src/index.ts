export * from "@plastiq-connect/core";
export * from "@plastiq-connect/core/mint-endpoint";
export * from "@plastiq-connect/core/webhooks";
export { createCaller, type NodeCallerOptions } from "./create-caller.ts";
export { createClient, type NodeClient, type NodeClientOptions } from "./create-client.ts";
export type { DispatchController, Dispatcher, DispatchHandler } from "./dispatcher.ts";
export {
  mintEndpoint,
  type NodeMintContext,
  type NodeMintEndpoint,
  type NodeMintEndpointOptions,
} from "./mint-endpoint.ts";
export type { NodeHandler, NodeNative } from "./node-handler.ts";
export { optionsFromEnv } from "./options-from-env.ts";
export { type NodeRequest, readInbound } from "./read-inbound.ts";
export { type NodeWebhookContext, type NodeWebhookEndpointOptions, webhookEndpoint } from "./webhook-endpoint.ts";

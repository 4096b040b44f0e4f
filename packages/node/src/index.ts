export * from "@plastiq-connect/core";
export * from "@plastiq-connect/core/mint-endpoint";
export { createClient, type NodeClient, type NodeClientOptions } from "./create-client.ts";
export type { DispatchController, Dispatcher, DispatchHandler } from "./dispatcher.ts";
export {
  mintEndpoint,
  type NodeMintContext,
  type NodeMintEndpoint,
  type NodeMintEndpointOptions,
  type NodeNative,
} from "./mint-endpoint.ts";
export { optionsFromEnv } from "./options-from-env.ts";
export { type NodeRequest, readInbound } from "./read-inbound.ts";

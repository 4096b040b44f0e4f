import { createCaller } from "@plastiq-connect/core";
import { closableClient, type NodeClient, type NodeClientOptions } from "./create-client.ts";
import { mintEndpointWith, type NodeMintEndpoint, type NodeMintEndpointOptions } from "./mint-endpoint.ts";
import { optionsFromEnv } from "./options-from-env.ts";

export * from "@plastiq-connect/core";
export * from "@plastiq-connect/core/mint-endpoint";
export type { NodeClient, NodeClientOptions } from "./create-client.ts";
export type { DispatchController, Dispatcher, DispatchHandler } from "./dispatcher.ts";
export type { NodeMintContext, NodeMintEndpoint, NodeMintEndpointOptions, NodeNative } from "./mint-endpoint.ts";
export { optionsFromEnv } from "./options-from-env.ts";
export { type NodeRequest, readInbound } from "./read-inbound.ts";

/** As Node's, over Bun's own `fetch`: it is the fast one there, and obeys the proxy variables. */
export function createClient(options: NodeClientOptions = {}): NodeClient {
  return closableClient(createCaller(optionsFromEnv(options)), async () => {});
}

/** As Node's: Bun runs the same handlers. */
export function mintEndpoint(options: NodeMintEndpointOptions): NodeMintEndpoint {
  return mintEndpointWith({ ...options, client: options.client ?? createClient() });
}

import type { IncomingMessage } from "node:http";
import { configurationInvalid } from "@plastiq-connect/core/adapter";
import { mintEndpointWith, type NodeMintEndpoint, type NodeMintEndpointOptions } from "./mint-endpoint.ts";

export * from "@plastiq-connect/core";
export * from "@plastiq-connect/core/mint-endpoint";
export * from "@plastiq-connect/core/webhooks";
export { optionsFromEnv } from "./options-from-env.ts";
export { readInbound } from "./read-inbound.ts";
export { webhookEndpoint } from "./webhook-endpoint.ts";

/**
 * Cannot create a client: undici does not run in Workers, not even with `nodejs_compat`. Each call would fail, with an
 * error that blames the network.
 *
 * @throws ConnectError `configuration_invalid`, naming the package for Workers.
 */
export function createClient(): never {
  throw configurationInvalid(
    "@plastiq-connect/node does not run in Cloudflare Workers. Import createClient from @plastiq-connect/cloudflare.",
  );
}

/** Creates the same handler as on Node, for Workers that run Node's servers, with a client of the package for Workers. */
export function mintEndpoint<Req extends IncomingMessage = IncomingMessage>(
  options: NodeMintEndpointOptions<Req>,
): NodeMintEndpoint<Req> {
  return mintEndpointWith<Req>({ ...options, client: options?.client ?? createClient() });
}

import type { IncomingMessage } from "node:http";
import { createCaller } from "@plastiq-connect/core";
import { configurationInvalid } from "@plastiq-connect/core/adapter";
import { closableClient, type NodeClient, type NodeClientOptions } from "./create-client.ts";
import { mintEndpointWith, type NodeMintEndpoint, type NodeMintEndpointOptions } from "./mint-endpoint.ts";
import { optionsFromEnv } from "./options-from-env.ts";

export * from "@plastiq-connect/core";
export * from "@plastiq-connect/core/mint-endpoint";
export * from "@plastiq-connect/core/webhooks";
export { optionsFromEnv } from "./options-from-env.ts";
export { readInbound } from "./read-inbound.ts";
export { webhookEndpoint } from "./webhook-endpoint.ts";

/**
 * Creates a client that uses the given `fetch`. Throws without one: undici does not run in Workers, not even with
 * `nodejs_compat`. Each call would fail, with an error that blames the network.
 *
 * @throws ConnectError `configuration_invalid`, naming the package for Workers.
 */
export function createClient(options: NodeClientOptions = {}): NodeClient {
  const settings = optionsFromEnv(options);
  const { fetch } = options;
  if (!fetch) {
    throw configurationInvalid(
      "@plastiq-connect/node cannot connect in Cloudflare Workers. Import createClient from @plastiq-connect/cloudflare, or pass fetch.",
    );
  }
  return closableClient(createCaller({ ...settings, fetch }), async () => {});
}

/** Creates the same handler as on Node, for Workers that run Node's servers. `client` is required. */
export function mintEndpoint<Req extends IncomingMessage = IncomingMessage>(
  options: NodeMintEndpointOptions<Req>,
): NodeMintEndpoint<Req> {
  return mintEndpointWith<Req>({ ...options, client: options?.client ?? createClient() });
}

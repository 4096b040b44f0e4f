import type { IncomingMessage } from "node:http";
import { createMintEndpoint, type MintContext, type MintEndpointOptions } from "@plastiq-connect/core/mint-endpoint";
import { createClient } from "./create-client.ts";
import { dropBody, type NodeHandler, type NodeNative, nodeHandler } from "./node-handler.ts";
import { readInbound } from "./read-inbound.ts";

/** Options for `mintEndpoint`. */
export interface NodeMintEndpointOptions<Req extends IncomingMessage = IncomingMessage>
  extends Omit<MintEndpointOptions<NodeNative<Req>>, "client"> {
  /** Default: `createClient()`, from the environment variables. */
  readonly client?: MintEndpointOptions<NodeNative<Req>>["client"] | undefined;
}

/** A handler of one request: of plain `node:http`, of Express (`app.all(path, endpoint)`), or of Fastify's raw pair. */
export type NodeMintEndpoint<Req extends IncomingMessage = IncomingMessage> = NodeHandler<Req>;

/** The context that a mint endpoint's hooks get on Node. */
export type NodeMintContext<Req extends IncomingMessage = IncomingMessage> = MintContext<NodeNative<Req>>;

/**
 * Creates the mint endpoint as a Node handler. It mints for the signed-in user, and aborts the upstream call when they
 * go away. `mintEndpoint<express.Request>(…)` types `native.request` as the framework's request.
 *
 * A request is answered with 400 when its `Host` is not a host and a port, or when its URL would have another path than
 * the one that was routed. `next` is called only when the response cannot be written, as when it has been written
 * already.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 */
export function mintEndpoint<Req extends IncomingMessage = IncomingMessage>(
  options: NodeMintEndpointOptions<Req>,
): NodeMintEndpoint<Req> {
  return mintEndpointWith<Req>({ ...options, client: options.client ?? createClient() });
}

/** As {@link mintEndpoint}, with the client given. */
export function mintEndpointWith<Req extends IncomingMessage>(
  options: MintEndpointOptions<NodeNative<Req>>,
): NodeMintEndpoint<Req> {
  const endpoint = createMintEndpoint(options);
  return nodeHandler<Req>((request, native) => {
    // A framework that read the body before (`express.json()`, Fastify) got all of it. The library would take the end of
    // that request for the end user's disconnect.
    if (native.request.readableEnded) dropBody(request);
    return endpoint(request, { inbound: readInbound(native.request), native });
  });
}

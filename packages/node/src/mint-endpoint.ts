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

/** The context that `authorize` and `rateLimit` get on Node. */
export type NodeMintContext<Req extends IncomingMessage = IncomingMessage> = MintContext<NodeNative<Req>>;

/**
 * Creates the mint endpoint as a Node handler. It mints for the signed-in user, and aborts the call to the vendor when
 * they disconnect. `mintEndpoint<express.Request>(…)` types `native.request` as the framework's request.
 *
 * A request gets 400 when its `Host` is not a host and a port, or when its parsed URL would have a different path from
 * the one that was routed. `next` is called only when the response cannot be written, for example because it has been
 * written already.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { mintEndpoint } from "@plastiq-connect/node";
 *
 * declare function payerOfSession(request: Request): Promise<string>; // yours
 *
 * const endpoint = mintEndpoint({
 *   allowedOrigins: ["https://shop.example"],
 *   authorize: async (request) => ({ payerId: await payerOfSession(request) }),
 * });
 * createServer(endpoint).listen(3000);
 * ```
 */
export function mintEndpoint<Req extends IncomingMessage = IncomingMessage>(
  options: NodeMintEndpointOptions<Req>,
): NodeMintEndpoint<Req> {
  return mintEndpointWith<Req>({ ...options, client: options?.client ?? createClient() });
}

/** Creates the mint endpoint with the given client. See {@link mintEndpoint}. */
export function mintEndpointWith<Req extends IncomingMessage>(
  options: MintEndpointOptions<NodeNative<Req>>,
): NodeMintEndpoint<Req> {
  const endpoint = createMintEndpoint(options);
  return nodeHandler<Req>((request, native) => {
    // A framework that has read the body (`express.json()`, Fastify) has read all of it. The library would treat the
    // end of that request as a disconnect.
    if (native.request.readableEnded) dropBody(request);
    return endpoint(request, { inbound: readInbound(native.request), native });
  });
}

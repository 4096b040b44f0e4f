import type { IncomingMessage, ServerResponse } from "node:http";
import { createMintEndpoint, type MintContext, type MintEndpointOptions } from "@plastiq-connect/core/mint-endpoint";
import { sendResponse } from "@remix-run/node-fetch-server";
import { createClient } from "./create-client.ts";
import { readInbound } from "./read-inbound.ts";
import { standardRequest } from "./standard-request.ts";

/**
 * The Node request and response that a mint endpoint's hooks get. `Req` is the framework's request type, such as
 * Express's `Request` with its `session`.
 */
export interface NodeNative<Req extends IncomingMessage = IncomingMessage> {
  /** The request that the handler was called with. With Fastify it is the raw one. */
  readonly request: Req;
  /** The response that the endpoint will write. */
  readonly response: ServerResponse;
}

/** Options for `mintEndpoint`. */
export interface NodeMintEndpointOptions<Req extends IncomingMessage = IncomingMessage>
  extends Omit<MintEndpointOptions<NodeNative<Req>>, "client"> {
  /** Default: `createClient()`, from the environment variables. */
  readonly client?: MintEndpointOptions<NodeNative<Req>>["client"] | undefined;
}

/** A handler of one request: of plain `node:http`, of Express (`app.all(path, endpoint)`), or of Fastify's raw pair. */
export type NodeMintEndpoint<Req extends IncomingMessage = IncomingMessage> = (
  request: Req,
  response: ServerResponse,
  next?: (error: unknown) => void,
) => Promise<void>;

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
  return async function handle(request, response, next) {
    let standard: Request;
    try {
      standard = standardRequest(request, response);
      // Who read the body before us (`express.json()`, Fastify) got all of it. The library would take the end of that
      // request for the end user's going away.
      if (request.readableEnded) dropBody(standard);
    } catch (error) {
      if (response.headersSent) return giveUp(error);
      // A server's own error page would hold the stack.
      response.writeHead(400, { "cache-control": "no-store" }).end();
      return;
    }
    try {
      const native = { request, response };
      const answer = await endpoint(standard, { inbound: readInbound(request), native });
      // Nobody is there any more.
      if (response.destroyed) return;
      await sendResponse(response, answer);
      if (!request.complete) passOver(request, standard);
    } catch (error) {
      giveUp(error);
    }

    function giveUp(error: unknown): void {
      if (next) next(error);
      else response.destroy();
    }
  };
}

const LINGER = 1_000;

// What is left of the body goes by unread, so that the answer arrives; who does not come to an end is cut off.
function passOver(request: IncomingMessage, standard: Request): void {
  dropBody(standard);
  const timer = setTimeout(() => request.destroy(), LINGER);
  timer.unref();
  request.once("close", () => clearTimeout(timer)).resume();
}

function dropBody({ body }: Request): void {
  // Rejects when `authorize` is reading it: then it is the user's.
  body?.cancel().catch(() => {});
}

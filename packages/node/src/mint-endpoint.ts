import type { IncomingMessage, ServerResponse } from "node:http";
import { isHost } from "@plastiq-connect/core/adapter";
import { createMintEndpoint, type MintContext, type MintEndpointOptions } from "@plastiq-connect/core/mint-endpoint";
import { createRequest, sendResponse } from "@remix-run/node-fetch-server";
import { createClient } from "./create-client.ts";
import { readInbound } from "./read-inbound.ts";

/** What a Node request is to the hooks of a mint endpoint. */
export interface NodeNative {
  /** Node's request, or Express's. Fastify's is the raw one. */
  readonly request: IncomingMessage;
  /** The answer that the endpoint will write. */
  readonly response: ServerResponse;
}

/** How a mint endpoint for Node is set up. */
export interface NodeMintEndpointOptions extends Omit<MintEndpointOptions<NodeNative>, "client"> {
  /** Default: `createClient()`, from the environment variables. */
  readonly client?: MintEndpointOptions<NodeNative>["client"] | undefined;
}

/** Answers one request. Plain `node:http`, Express (`app.all(path, endpoint)`), and Fastify with its raw pair. */
export type NodeMintEndpoint = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error: unknown) => void,
) => Promise<void>;

/** What the hooks of a mint endpoint are given in Node. */
export type NodeMintContext = MintContext<NodeNative>;

/**
 * The mint endpoint as a Node handler: mints for who is signed in, and aborts the upstream call when they go away.
 *
 * What cannot be a request at all (a `Host` that makes no URL, or brings a path) is answered with 400. `next` is called
 * only when the answer cannot be written, as when somebody else has answered already.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 */
export function mintEndpoint(options: NodeMintEndpointOptions): NodeMintEndpoint {
  return mintEndpointWith({ ...options, client: options.client ?? createClient() });
}

/** As {@link mintEndpoint}, with the client given. */
export function mintEndpointWith(options: MintEndpointOptions<NodeNative>): NodeMintEndpoint {
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

/**
 * Turns Node's request into a standard one whose URL has the path that was routed: `authorize` may go by it.
 *
 * @throws Error when the host or the request target makes a URL with another path.
 */
function standardRequest(request: IncomingMessage & Mounted, response: ServerResponse): Request {
  const { url = "", headers, baseUrl } = request;
  const host = headers[":authority"] ?? headers.host;
  if (host !== undefined && !isHost(String(host))) throw new TypeError("The host is not valid.");
  const target = typeof baseUrl === "string" ? baseUrl + url : url;
  let standard: Request;
  try {
    request.url = target;
    standard = createRequest(request, response);
  } finally {
    request.url = url;
  }
  // A URL has no dot segments, no backslashes and no fragment in its path; an absolute target has a host of its own.
  if (new URL(standard.url).pathname !== target.split("?", 1)[0]) throw new TypeError("The target is not a path.");
  return standard;
}

/** Express takes the path that a router is mounted at off `url`, and keeps it here. */
interface Mounted {
  readonly baseUrl?: unknown;
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

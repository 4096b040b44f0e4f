import type { IncomingMessage, ServerResponse } from "node:http";
import type { Caller } from "@plastiq-connect/core";
import { createMintEndpoint, type MintContext, type MintEndpointOptions } from "@plastiq-connect/core/mint-endpoint";
import { createRequest, sendResponse } from "@remix-run/node-fetch-server";
import { createClient } from "./create-client.ts";
import { type RateLimiter, rateLimitBy } from "./rate-limit.ts";
import { readInbound } from "./read-inbound.ts";

/** What a Node request is to the hooks of a mint endpoint. */
export interface NodeNative {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** How a mint endpoint for Node is set up. */
export interface NodeMintEndpointOptions extends Omit<MintEndpointOptions<NodeNative>, "client" | "rateLimit"> {
  /** Default: `createClient()`, from the environment variables. */
  readonly client?: Caller | undefined;
  /** Any limiter of rate-limiter-flexible, asked with the payer's id; or a function of your own. */
  readonly rateLimit?: RateLimiter | MintEndpointOptions<NodeNative>["rateLimit"];
}

/** Answers one request. Plain `node:http`, Express (`app.post(path, endpoint)`), and Fastify with its raw pair. */
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
 * What cannot be a request at all (a `Host` that makes no URL) goes to `next`, or is answered with 400.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 */
export function mintEndpoint(options: NodeMintEndpointOptions): NodeMintEndpoint {
  return mintEndpointWith(options.client ?? createClient(), options);
}

/** As {@link mintEndpoint}, with the client given. */
export function mintEndpointWith(
  client: Caller,
  { rateLimit, ...options }: Omit<NodeMintEndpointOptions, "client">,
): NodeMintEndpoint {
  const endpoint = createMintEndpoint<NodeNative>({
    ...options,
    client,
    rateLimit: rateLimit && rateLimitBy(rateLimit),
  });
  return async function handle(request, response, next) {
    try {
      const native = { request, response };
      const answer = await endpoint(createRequest(request, response), { inbound: readInbound(request), native });
      // Nobody is there any more.
      if (response.destroyed) return;
      await sendResponse(response, answer);
    } catch (error) {
      if (next) next(error);
      else if (response.headersSent) response.destroy();
      else response.writeHead(400).end();
    }
  };
}

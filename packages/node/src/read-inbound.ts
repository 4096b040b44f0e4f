import type { Inbound } from "@plastiq-connect/core";
import { configurationInvalid, type ReadInbound } from "@plastiq-connect/core/adapter";

/**
 * The part of a Node request that `readInbound` uses. `IncomingMessage`, Express's request and Fastify's `request.raw`
 * are compatible.
 */
export interface NodeRequest {
  /** The headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The socket, with the remote address. */
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * Reads the facts of a Node request: its headers and the remote address of its socket.
 *
 * Behind a proxy, that is the proxy's address: pass the number of proxies with `endUserFrom(..., { trustedHops })`.
 *
 * @example
 * ```ts
 * import { type EndUser, endUserFrom, type NodeRequest, readInbound } from "@plastiq-connect/node";
 *
 * export const endUserOf = (request: NodeRequest): EndUser => endUserFrom(readInbound(request));
 * ```
 */
export const readInbound: ReadInbound<[request: NodeRequest]> = (request): Inbound => {
  const { headers, socket } = Object(request) as Partial<NodeRequest>;
  if (!headers || !socket) {
    throw configurationInvalid(
      "readInbound must get Node's request. For a standard Request, use inboundOf(request, peer).",
    );
  }
  return {
    header(name) {
      const value = headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(", ") : value;
    },
    peer: socket.remoteAddress,
  };
};

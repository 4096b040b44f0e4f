import type { Inbound } from "@plastiq-connect/core";
import type { ReadInbound } from "@plastiq-connect/core/adapter";

/** The part of a Node request that is read. `IncomingMessage` and Express's request have it; Fastify's is `request.raw`. */
export interface NodeRequest {
  /** Names in lower case, as Node has them. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The connection, and the address at its other end. */
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * Reads the facts of a Node request: its headers, and the address that its socket is connected to.
 *
 * Behind a proxy that address is the proxy's: set the number of proxies with `endUserFrom(..., { trustedHops })`.
 */
export const readInbound: ReadInbound<[request: NodeRequest]> = ({ headers, socket }): Inbound => ({
  header(name) {
    const value = headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(", ") : value;
  },
  peer: socket.remoteAddress,
});

import type { Inbound } from "@plastiq-connect/core";
import type { ReadInbound } from "@plastiq-connect/core/adapter";

/** The part of a request that `readInbound` uses. A standard `Request` is compatible. */
export interface DenoRequest {
  /** The headers, such as the standard's `Headers`. */
  readonly headers: { get(name: string): string | null };
}

/**
 * The part of the second argument of a `Deno.serve` handler that `readInbound` uses. `ServeHandlerInfo` is compatible.
 */
export interface DenoServeInfo {
  /** The address. A Unix socket has no host name. */
  readonly remoteAddr: { readonly transport: string; readonly hostname?: string | undefined };
}

/**
 * Reads the facts of a request to `Deno.serve`: its headers and the address of its connection.
 *
 * Behind a proxy, that is the proxy's address: pass the number of proxies with `endUserFrom(..., { trustedHops })`.
 *
 * @example
 * ```ts
 * import { type DenoServeInfo, type EndUser, endUserFrom, readInbound } from "@plastiq-connect/deno";
 *
 * export const endUserOf = (request: Request, info: DenoServeInfo): EndUser => endUserFrom(readInbound(request, info));
 * ```
 */
export const readInbound: ReadInbound<[request: DenoRequest, info: DenoServeInfo]> = (
  { headers },
  { remoteAddr },
): Inbound => ({
  header: (name) => headers.get(name) ?? undefined,
  peer: remoteAddr.hostname,
});

import type { Inbound } from "@plastiq-connect/core";
import type { ReadInbound } from "@plastiq-connect/core/adapter";

/** What is read of a request. The standard `Request` is one. */
export interface DenoRequest {
  /** The standard's `Headers` are such. */
  readonly headers: { get(name: string): string | null };
}

/** What is read of what `Deno.serve` tells its handler beside the request. Its `ServeHandlerInfo` is one. */
export interface DenoServeInfo {
  /** A Unix socket's has no host name. */
  readonly remoteAddr: { readonly transport: string; readonly hostname?: string | undefined };
}

/**
 * The facts of a request to `Deno.serve`: its headers, and the address that its connection comes from.
 *
 * Behind a proxy that address is the proxy's: say how many there are with `endUserFrom(..., { trustedHops })`.
 */
export const readInbound: ReadInbound<[request: DenoRequest, info: DenoServeInfo]> = (
  { headers },
  { remoteAddr },
): Inbound => ({
  header: (name) => headers.get(name) ?? undefined,
  peer: remoteAddr.hostname,
});

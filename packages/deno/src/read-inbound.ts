import type { Inbound } from "@plastiq-connect/core";
import type { ReadInbound } from "@plastiq-connect/core/adapter";

/** The part of a request that is read. A standard `Request` has it. */
export interface DenoRequest {
  /** Standard `Headers` have it. */
  readonly headers: { get(name: string): string | null };
}

/** The part of the second argument of a `Deno.serve` handler that is read. `ServeHandlerInfo` has it. */
export interface DenoServeInfo {
  /** That of a Unix socket has no host name. */
  readonly remoteAddr: { readonly transport: string; readonly hostname?: string | undefined };
}

/**
 * Reads the facts of a request to `Deno.serve`: its headers, and the address that its connection comes from.
 *
 * Behind a proxy that address is the proxy's: set the number of proxies with `endUserFrom(..., { trustedHops })`.
 */
export const readInbound: ReadInbound<[request: DenoRequest, info: DenoServeInfo]> = (
  { headers },
  { remoteAddr },
): Inbound => ({
  header: (name) => headers.get(name) ?? undefined,
  peer: remoteAddr.hostname,
});

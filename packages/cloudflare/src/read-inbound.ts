import type { Inbound } from "@plastiq-connect/core";
import type { ReadInbound } from "@plastiq-connect/core/adapter";
import { readHeaderBytes } from "./header-bytes.ts";

/** The part of a Worker's request that `readInbound` uses. A standard `Request` is compatible. */
export interface WorkerRequest {
  /** The headers, such as the standard's `Headers`. */
  readonly headers: { get(name: string): string | null };
}

/**
 * Reads the facts of a request to a Worker: its headers, and the address in `CF-Connecting-IP`, which Cloudflare sets
 * on every external request.
 *
 * With Pseudo IPv4, that header may contain a placeholder IPv4 address (class E). Then the address in
 * `CF-Connecting-IPv6` is used.
 *
 * Over a service binding, the calling Worker controls that header: let it forward the original request.
 *
 * @see https://developers.cloudflare.com/fundamentals/reference/http-headers/#cf-connecting-ip
 * @example
 * ```ts
 * import { type EndUser, endUserFrom, readInbound } from "@plastiq-connect/cloudflare";
 *
 * export const endUserOf = (request: Request): EndUser => endUserFrom(readInbound(request));
 * ```
 */
export const readInbound: ReadInbound<[request: WorkerRequest]> = ({ headers }): Inbound => ({
  header: (name) => readHeaderBytes(headers.get(name) ?? "") || undefined,
  peer: peerOf(headers) ?? undefined,
});

// Only Cloudflare can have written a placeholder address, and only then does it write the other header.
function peerOf(headers: WorkerRequest["headers"]): string | null {
  const ip = headers.get("cf-connecting-ip");
  if (!/^(?:24\d|25[0-5])\./.test(ip ?? "")) return ip;
  const v6 = headers.get("cf-connecting-ipv6");
  return v6?.includes(":") ? v6 : null;
}

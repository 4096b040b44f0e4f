import type { Inbound } from "@plastiq-connect/core";
import type { ReadInbound } from "@plastiq-connect/core/adapter";
import { readHeaderBytes } from "./header-bytes.ts";

/** The part of a Worker's request that is read. A standard `Request` has it. */
export interface WorkerRequest {
  /** Standard `Headers` have it. */
  readonly headers: { get(name: string): string | null };
}

/**
 * Reads the facts of a request to a Worker: its headers, and the address in `CF-Connecting-IP`, which Cloudflare sets itself
 * on every request from outside.
 *
 * With Pseudo IPv4 that header may hold an IPv4 address that Cloudflare made up (of class E, which nobody has); the
 * address is then the one in `CF-Connecting-IPv6`.
 *
 * Over a service binding that header is the calling Worker's own: pass the original request on.
 *
 * @see https://developers.cloudflare.com/fundamentals/reference/http-headers/#cf-connecting-ip
 */
export const readInbound: ReadInbound<[request: WorkerRequest]> = ({ headers }): Inbound => ({
  header: (name) => readHeaderBytes(headers.get(name) ?? "") || undefined,
  peer: peerOf(headers) ?? undefined,
});

// Only Cloudflare can have written a made-up address, and only then does it write the other header, too.
function peerOf(headers: WorkerRequest["headers"]): string | null {
  const ip = headers.get("cf-connecting-ip");
  if (ip === null || !/^(?:24\d|25[0-5])\./.test(ip)) return ip;
  const v6 = headers.get("cf-connecting-ipv6");
  return v6?.includes(":") ? v6 : null;
}

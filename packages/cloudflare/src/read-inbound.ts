import type { Inbound } from "@plastiq-connect/core";
import type { ReadInbound } from "@plastiq-connect/core/adapter";
import { readHeaderBytes } from "./header-bytes.ts";

/** What is read of a Worker's request. The standard `Request` is one. */
export interface WorkerRequest {
  /** The standard's `Headers` are such. */
  readonly headers: { get(name: string): string | null };
}

/**
 * The facts of a request to a Worker: its headers, and the address in `CF-Connecting-IP`, which Cloudflare sets itself
 * on every request from outside.
 *
 * A request over a service binding says there what the calling Worker says: pass the original request on.
 *
 * @see https://developers.cloudflare.com/fundamentals/reference/http-headers/#cf-connecting-ip
 */
export const readInbound: ReadInbound<[request: WorkerRequest]> = ({ headers }): Inbound => ({
  header: (name) => readHeaderBytes(headers.get(name) ?? "") || undefined,
  peer: headers.get("cf-connecting-ip") ?? undefined,
});

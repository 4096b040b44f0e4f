import { configurationInvalid } from "../error.ts";
import { isHeaderValue } from "../schema/header-value.ts";
import { reportedAddress } from "./address.ts";
import type { Inbound } from "./inbound.ts";

/**
 * The person at the browser, as described to the vendor. The vendor recommends all of these fields, for compliance,
 * when a call does not come from that browser.
 *
 * @see https://docs.developer.plastiq.com/docs/request-tracing
 */
export interface EndUser {
  /** The `User-Agent` of their browser. It is sent to the vendor byte for byte. */
  readonly userAgent?: string | undefined;
  /** A stable, unique id of their browser or device. */
  readonly deviceId?: string | undefined;
  /** Their IP address, IPv4 or IPv6, without a port. */
  readonly ip?: string | undefined;
}

/** How many proxies are trusted to report addresses. */
export interface TrustOptions {
  /**
   * How many proxies of your own stand between the end user and this process. Default 0: `X-Forwarded-For` is ignored.
   *
   * A runtime that vouches for the address itself (Cloudflare Workers) needs none.
   */
  readonly trustedHops?: number | undefined;
}

/**
 * Returns the end user of an inbound request, trusting at most `trustedHops` proxies.
 *
 * Counts `X-Forwarded-For` from the right: the client can forge its left end. Fewer entries than hops, or an entry that
 * is not an address, means that the address is unknown; it is omitted, never guessed.
 *
 * @throws ConnectError `configuration_invalid` when `trustedHops` is not a non-negative integer, or for a request that
 * was not read with `readInbound` or `inboundOf`.
 * @see https://docs.developer.plastiq.com/docs/request-tracing
 * @example
 * ```ts
 * import { type EndUser, endUserFrom, inboundOf } from "@plastiq-connect/core";
 *
 * // Behind one load balancer.
 * export const endUserOf = (request: Request): EndUser => endUserFrom(inboundOf(request), { trustedHops: 1 });
 * ```
 */
export function endUserFrom(inbound: Inbound, { trustedHops = 0 }: TrustOptions = {}): EndUser {
  if (!Number.isSafeInteger(trustedHops) || trustedHops < 0) {
    throw configurationInvalid("trustedHops must be a non-negative integer.");
  }
  // Requests of some frameworks have a method `header`, but no address here.
  if (!("peer" in Object(inbound)))
    throw configurationInvalid("inbound must be what readInbound or inboundOf returns.");
  return {
    userAgent: sendable(inbound.header("user-agent")),
    deviceId: sendable(inbound.header("end-user-device-id")),
    ip: trustedHops === 0 ? reportedAddress(inbound.peer) : forwardedAddress(inbound, trustedHops),
  };
}

// The nearest proxy is the peer and wrote the last entry, so hop n wrote the n-th entry from the right.
function forwardedAddress(inbound: Inbound, trustedHops: number): string | undefined {
  return reportedAddress(inbound.header("x-forwarded-for")?.split(",").at(-trustedHops));
}

// A client's header may be empty or, in a lenient server, contain invalid characters. Then the value is unknown.
function sendable(value: string | undefined): string | undefined {
  return value && isHeaderValue(value) ? value : undefined;
}

import { IPV4_REGEX } from "valibot";
import { configurationInvalid } from "../error.ts";
import { isHeaderValue } from "../schema/header-value.ts";
import type { Inbound } from "./inbound.ts";

/**
 * The person at the browser, as they are described to the vendor. The vendor recommends every one of these for
 * compliance when a call does not come from that browser.
 *
 * @see https://docs.developer.plastiq.com/docs/request-tracing
 */
export interface EndUser {
  /** The `User-Agent` of their browser. It arrives upstream byte for byte. */
  readonly userAgent?: string | undefined;
  /** A stable, unique id of their browser or device. */
  readonly deviceId?: string | undefined;
  /** Their IP address, IPv4 or IPv6. */
  readonly ip?: string | undefined;
}

/** How far the addresses that proxies report are believed. */
export interface TrustOptions {
  /**
   * How many proxies of your own stand between the end user and this process. Default 0: `X-Forwarded-For` is ignored.
   *
   * A runtime that vouches for the address itself (Cloudflare Workers) needs none.
   */
  readonly trustedHops?: number | undefined;
}

/**
 * Works out who the end user is, believing at most `trustedHops` proxies.
 *
 * Counts `X-Forwarded-For` from the right: its left end is the client's to forge. Fewer entries than hops, or an entry
 * that is no address, means that the address is unknown; it is left out, never guessed.
 *
 * @throws ConnectError `configuration_invalid` when `trustedHops` is not a whole number from 0 on.
 * @see https://docs.developer.plastiq.com/docs/request-tracing
 */
export function endUserFrom(inbound: Inbound, { trustedHops = 0 }: TrustOptions = {}): EndUser {
  if (!Number.isSafeInteger(trustedHops) || trustedHops < 0) {
    throw configurationInvalid("trustedHops must be a whole number from 0 on.");
  }
  return {
    userAgent: sendable(inbound.header("user-agent")),
    deviceId: sendable(inbound.header("end-user-device-id")),
    ip: trustedHops === 0 ? readAddress(inbound.peer) : forwardedAddress(inbound, trustedHops),
  };
}

// The nearest proxy is the peer and vouches for the last entry, so hop n vouches for the n-th entry from the right.
function forwardedAddress(inbound: Inbound, trustedHops: number): string | undefined {
  return readAddress(inbound.header("x-forwarded-for")?.split(",").at(-trustedHops));
}

// What a client sent may be empty or, in a lenient server, hold what no header may hold. It is then unknown.
function sendable(value: string | undefined): string | undefined {
  return value && isHeaderValue(value) ? value : undefined;
}

/** The address in a canonical form, without port, brackets or IPv4-mapping; undefined when the text is none. */
function readAddress(text: string | undefined): string | undefined {
  const entry = text?.trim() ?? "";
  const [, bracketed] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(entry) ?? [];
  const [, v4] = /^([\d.]+)(?::\d{1,5})?$/.exec(entry) ?? [];
  if (v4) return IPV4_REGEX.test(v4) ? v4 : undefined;
  const v6 = canonicalV6(bracketed ?? entry);
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(v6 ?? "") ?? [];
  return high && low ? mappedV4(Number.parseInt(high, 16), Number.parseInt(low, 16)) : v6;
}

// The URL parser of every runtime knows IPv6: it refuses what is none and writes the rest in one form.
function canonicalV6(text: string): string | undefined {
  if (!/^[\da-f:.]+$/i.test(text) || !text.includes(":")) return undefined;
  try {
    return new URL(`http://[${text}]`).hostname.slice(1, -1);
  } catch {
    return undefined;
  }
}

function mappedV4(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

import { IPV4_REGEX } from "valibot";
import { parseUrl } from "../schema/url.ts";

/** Returns an IP address in canonical form, with IPv4-mapped IPv6 as IPv4. Returns undefined for any other text. */
export function canonicalAddress(text: string): string | undefined {
  if (IPV4_REGEX.test(text)) return text;
  // Bun's URL parser also accepts a single colon at the end.
  if (!/^[\da-f:]*:(?::|[\da-f.]+)$/i.test(text)) return undefined;
  const v6 = hostOf(`[${text}]`)?.slice(1, -1);
  const [, high = "", low] = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(v6 ?? "") ?? [];
  return low ? hostOf(`0x${high}${low.padStart(4, "0")}`) : v6;
}

/**
 * Returns the address that a proxy or a socket reports, without brackets and port. Returns undefined when an end user
 * cannot have it: Cloudflare writes class E addresses (240.0.0.0/4) instead of IPv6.
 */
export function reportedAddress(text: string | undefined): string | undefined {
  const entry = text?.trim() ?? "";
  const [, bracketed] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(entry) ?? [];
  const [, v4] = /^([\d.]+)(?::\d{1,5})?$/.exec(entry) ?? [];
  const plain = bracketed ?? v4 ?? entry;
  // Brackets are for IPv6.
  const address = bracketed === undefined || plain.includes(":") ? canonicalAddress(plain) : undefined;
  return address && /^(?:24\d|25[0-5])\./.test(address) ? undefined : address;
}

// The URL parser of every runtime validates and normalizes addresses.
function hostOf(text: string): string | undefined {
  return parseUrl(`http://${text}`)?.hostname;
}

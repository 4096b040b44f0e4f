import { IPV4_REGEX } from "valibot";

/** Returns an IP address in its canonical form, IPv4 inside IPv6 as IPv4. Undefined when the text is not one. */
export function canonicalAddress(text: string): string | undefined {
  if (IPV4_REGEX.test(text)) return text;
  if (!/^[\da-f:.]+$/i.test(text) || !text.includes(":")) return undefined;
  const v6 = hostOf(`[${text}]`)?.slice(1, -1);
  const [, high = "", low] = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(v6 ?? "") ?? [];
  return low ? hostOf(`0x${high}${low.padStart(4, "0")}`) : v6;
}

/**
 * Returns the address that a proxy or a socket reports, without brackets and port. Undefined when it is not one that an
 * end user can have: Cloudflare writes addresses of class E (240.0.0.0/4) in the place of IPv6.
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

// The URL parser of every runtime knows addresses: it refuses other text and writes each address in one form.
function hostOf(text: string): string | undefined {
  try {
    return new URL(`http://${text}`).hostname;
  } catch {
    return undefined;
  }
}

/** The domains that exist on private networks only (RFC 6761, 6762 and 8375, and ICANN's `internal`). */
const PRIVATE = /\.(?:localhost|local|test|internal|home\.arpa)$/;

/**
 * Returns whether a foreign DNS server can point this host name, in the form of a URL, at this machine. A web page at such
 * a name could read what the sandbox responds, as if it were of the same origin (DNS rebinding).
 */
export function isForeignHost(hostname: string): boolean {
  const name = hostname.replace(/\.$/, "");
  const isAddress = name.startsWith("[") || /\.\d+$/.test(name);
  return name.includes(".") && !isAddress && !PRIVATE.test(name);
}

/** The top-level domains that exist on private networks only (RFC 6761, and ICANN's `internal`). */
const PRIVATE = new Set(["localhost", "test", "internal"]);

/**
 * Returns whether somebody else's DNS server can point this host name, as a URL has it, at this machine. A web page at such
 * a name could read what the sandbox responds, as if it were of the same origin (DNS rebinding).
 */
export function isForeignHost(hostname: string): boolean {
  const labels = hostname.replace(/\.$/, "").split(".");
  const last = labels.at(-1) ?? "";
  const isAddress = hostname.startsWith("[") || /^\d+$/.test(last);
  return labels.length > 1 && !isAddress && !PRIVATE.has(last);
}

// A registered name, an IPv4 address, or an IPv6 address in brackets, with an optional port. No user, path or white
// space.
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?$/i;

/**
 * Returns whether the text is a host with an optional port.
 *
 * Runtimes put the `Host` header into `request.url` as it is: an empty host, or one with a path, changes the path that
 * `authorize` reads.
 */
export function isHost(text: string): boolean {
  const [host, port = 0] = HOST.exec(text) ?? [];
  return host !== undefined && Number(port) <= 65_535;
}

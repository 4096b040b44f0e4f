import { parseUrl } from "./url.ts";

// A registered name, an IPv4 address, or an IPv6 address in brackets, with an optional port. No user, path or white
// space.
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i;

/**
 * Returns whether the text is a host with an optional port.
 *
 * Runtimes put the `Host` header into `request.url` as it is: an empty host, or one with a path, changes the path that
 * `authorize` reads, and of `999.1.1.1` Bun makes a URL that cannot be parsed.
 */
export function isHost(text: string): boolean {
  return HOST.test(text) && parseUrl(`http://${text}`) !== undefined;
}

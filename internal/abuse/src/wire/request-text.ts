import { ATTACKER, ORIGIN } from "../parties.ts";
import type { EndpointPath } from "../targets/endpoint-setup.ts";

/** Differences from the request that a page of the signed-in attacker would send. */
export interface RequestChange {
  readonly method?: string;
  readonly target?: EndpointPath | (string & {});
  /** Replaces the headers of the same names; undefined removes one. Names as they are sent. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Further header lines, unchanged, without the line ending. */
  readonly lines?: readonly string[];
  readonly body?: string;
}

/** Returns the text of a request. */
export function requestText({
  method = "POST",
  target = "/mint",
  headers,
  lines = [],
  body = "",
}: RequestChange = {}): string {
  const all: Record<string, string | undefined> = {
    Host: "127.0.0.1",
    Connection: "close",
    Origin: ORIGIN,
    Cookie: `session=${ATTACKER.session}`,
    "User-Agent": "Attacker/1.0",
    "Content-Length": method === "POST" || body ? String(Buffer.byteLength(body, "latin1")) : undefined,
    ...headers,
  };
  const named = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return [`${method} ${target} HTTP/1.1`, ...named, ...lines, "", body].join("\r\n");
}

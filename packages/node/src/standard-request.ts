import type { IncomingMessage, ServerResponse } from "node:http";
import { isHost } from "@plastiq-connect/core/adapter";
import type { createRequest } from "@remix-run/node-fetch-server";

/**
 * Converts Node's request to a standard one whose URL has the path that was routed, so that `authorize` can rely on it.
 *
 * @throws Error when the host or the request target would give the URL a different path.
 */
export function standardRequest(
  create: typeof createRequest,
  request: IncomingMessage & Mounted,
  response: ServerResponse,
): Request {
  const { url = "", headers, headersDistinct, baseUrl } = request;
  const host = headers[":authority"] ?? headers.host;
  // Node keeps the first `Host`; a proxy may have routed by another.
  if ((headersDistinct?.host?.length ?? 0) > 1) throw new TypeError("There is more than one host.");
  if (host !== undefined && !isHost(String(host))) throw new TypeError("The host is not valid.");
  // Express keeps the host of an absolute target when it removes a mount path, which would end up in the path.
  if (!/^(?:[/?]|$)/.test(url)) throw new TypeError("The target is not a path.");
  const target = typeof baseUrl === "string" ? baseUrl + url : url;
  let standard: Request;
  try {
    request.url = target;
    standard = create(request, response);
  } finally {
    request.url = url;
  }
  // Parsing removes dot segments, backslashes and fragments from a path, and an absolute target has its own host. A
  // framework that removes the whole path it is mounted at, such as polka, leaves an empty path for the root.
  const routed = target.split("?", 1)[0] || "/";
  if (new URL(standard.url).pathname !== routed) throw new TypeError("The target is not a path.");
  return request.httpVersionMajor > 1 ? abortable(standard, request) : standard;
}

/**
 * Returns the request with a signal that also fires when the client resets the stream. Over HTTP/2, Node reports such a
 * response as finished before it reports it as closed, so the library takes it for sent.
 */
function abortable(standard: Request, request: IncomingMessage): Request {
  const controller = new AbortController();
  request.once("aborted", () => controller.abort());
  return new Request(standard, { signal: AbortSignal.any([standard.signal, controller.signal]) });
}

/** Express removes a router's mount path from `url`, and keeps it here. */
interface Mounted {
  readonly baseUrl?: unknown;
}

import { configurationInvalid } from "../../error.ts";
import type { Fetch, FetchResponse } from "./fetch.ts";
import { badFetch } from "./read-body.ts";

/**
 * Returns a fetch that checks what the given one resolves with: a test double, for example, may return anything.
 *
 * @param given Default: the global `fetch`, looked up at each request.
 * @throws ConnectError `configuration_invalid`.
 */
export function checkedFetch(given: Fetch | undefined): Fetch {
  const fetch = given ?? globalFetch;
  if (typeof fetch !== "function") throw configurationInvalid("fetch must be a function.");
  // Not an async function, which would cost more than the check. A test double may return no promise.
  return (url, init) => Promise.resolve(fetch(url, init)).then(checkedResponse);
}

function checkedResponse(response: FetchResponse): FetchResponse {
  const { status, type, redirected } = Object(response);
  // The redirect may lead to any host.
  if (redirected)
    throw badFetch(
      "fetch must not follow a redirect. Renew the API key or the client secret: another host may have it.",
    );
  // What `Response.error()` returns. Bun's node-fetch gives this type to every response that is not ok.
  if (status === 0 && type === "error") throw new TypeError("fetch failed");
  if (typeof status === "number") return response;
  throw badFetch("fetch must resolve with a response that has a status.");
}

function globalFetch(...request: Parameters<Fetch>): ReturnType<Fetch> {
  if (!globalThis.fetch) throw configurationInvalid("fetch is missing: pass one.");
  return globalThis.fetch(...request);
}

import type { FetchInit, FetchResponse } from "../../../../packages/core/src/http/transport/fetch.ts";
import { loadTransport as original, type Transport } from "../../../../packages/core/src/http/transport/transport.ts";

// What is not planted here stays as it is.
export * from "../../../../packages/core/src/http/transport/transport.ts";

/** Plants: every body is read by `getReader`, whether or not it has one. */
export function loadTransport(
  baseUrl: string,
  fetch: (url: string, init: FetchInit) => Promise<FetchResponse>,
): Promise<Transport> {
  return original(baseUrl, async (url, init) => {
    const { status, headers, body } = await fetch(url, init);
    return { status, headers, body: body && { getReader: () => body.getReader() } };
  });
}

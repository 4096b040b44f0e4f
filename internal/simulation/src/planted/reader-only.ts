import type { FetchInit, FetchResponse } from "../../../../packages/core/src/http/transport/fetch.ts";
import type { ReadBody } from "../../../../packages/core/src/http/transport/read-body.ts";
import { createTransport as original, type Transport } from "../../../../packages/core/src/http/transport/transport.ts";

// Everything else is core's own module.
export * from "../../../../packages/core/src/http/transport/transport.ts";

/** Plants: every body is read by `getReader`, whether or not it has one. */
export function createTransport(
  baseUrl: string,
  fetch: (url: string, init: FetchInit) => Promise<FetchResponse>,
  readBody: ReadBody,
): Transport {
  const readers = async (url: string, init: FetchInit): Promise<FetchResponse> => {
    const { status, headers, body } = await fetch(url, init);
    return { status, headers, body: body && { getReader: () => body.getReader() } };
  };
  return original(baseUrl, readers, readBody);
}

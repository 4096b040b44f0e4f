import { ConnectError, type FetchBodyReader, type FetchInit, type FetchResponse } from "@plastiq-connect/core";
import { refusedByProxy } from "./dispatch-error.ts";

const UNREACHED = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UnsupportedProxyProtocol"];

/**
 * Calls Bun's own fetch, and reports when a proxy refused to connect or no connection could be made. Over HTTP/2, Bun
 * sends a request again when the server refuses its stream, so it is kept from it.
 */
export async function bunFetch(url: string, init: FetchInit): Promise<FetchResponse> {
  try {
    return withLazyStream(await globalThis.fetch(url, { ...init, protocol: "http1.1" } as FetchInit));
  } catch (error) {
    throw failedFetch(error, init.method) ?? error;
  }
}

// Creates the stream of a body only to read it: ofetch accesses the body of every response, and after that `text()`
// takes longer. A mock of the global fetch may return any object.
function withLazyStream(response: Response): FetchResponse {
  if (!(response instanceof Response)) return response;
  const { status, headers, bodyUsed } = response;
  // A 204, for example, has no body.
  const getReader = (): FetchBodyReader => (response.body ?? new Blob([]).stream()).getReader();
  return { status, headers, bodyUsed, text: () => response.text(), body: { getReader } };
}

function failedFetch(error: unknown, method: string): ConnectError | undefined {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  const refusal = /tunnel: (\d{3})/.exec(String(message))?.[1];
  if (code === "ERR_PROXY_TUNNEL" && refusal !== undefined) return refusedByProxy(refusal);
  // Bun sends a GET again when a kept-alive connection breaks. It never does so for these methods.
  if (!["POST", "PATCH"].includes(method) || !UNREACHED.includes(String(code))) return undefined;
  return new ConnectError({
    code: "network_failed",
    outcome: "not-sent",
    message: `No connection could be made (${code}). Check the base URL, DNS, certificates, proxy and firewall.`,
  });
}

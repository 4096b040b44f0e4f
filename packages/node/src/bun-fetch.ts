import { ConnectError, type FetchBodyReader, type FetchInit, type FetchResponse } from "@plastiq-connect/core";
import { refusedByProxy } from "./dispatch-error.ts";

const UNREACHED = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UnsupportedProxyProtocol"];

/** Calls Bun's own fetch, and reports when a proxy refused to connect or no connection could be made. */
export async function bunFetch(url: string, init: FetchInit): Promise<FetchResponse> {
  try {
    return withLazyStream(await globalThis.fetch(url, init.method === "GET" ? init : sentOnce(init)));
  } catch (error) {
    throw failedFetch(error, init.method) ?? error;
  }
}

// Over HTTP/2, Bun sends a request again when the server refuses its stream. When a kept-alive connection breaks, it
// sends a DELETE again, but not a POST or a PATCH.
function sentOnce(init: FetchInit): RequestInit {
  return { ...init, protocol: "http1.1", keepalive: init.method !== "DELETE" } as RequestInit;
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
  // Bun may have sent a GET before, over a kept-alive connection that broke.
  if (method === "GET" || !UNREACHED.includes(String(code))) return undefined;
  return new ConnectError({
    code: "network_failed",
    outcome: "not-sent",
    message: `No connection could be made (${code}). Check the base URL, DNS, certificates, proxy and firewall.`,
  });
}

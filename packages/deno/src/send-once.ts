import { ConnectError, type FetchInit, type FetchResponse } from "@plastiq-connect/core";
import { connectError } from "./connect-error.ts";

// The parts of Deno's globals that this file uses. Declared here, so that this package compiles without Deno's types.
declare const Deno: { createHttpClient?(options: { poolMaxIdlePerHost: number; http2: boolean }): unknown } | undefined;

// One for all callers: Deno never frees a client, and there may be a caller for each client secret.
let client: unknown;

/**
 * Calls Deno's own fetch, and sends requests that must not happen twice only once.
 *
 * When a kept-alive connection breaks before the response, Deno sends the request again, whatever its method. That can
 * create two payers in one call. So each request gets its own connection, except a GET and the creation of a client
 * secret: these are harmless twice, so they share connections.
 *
 * Over HTTP/2, Deno sends a request again when the server refuses its stream. The protocol says that such a request had
 * no effect, but a gateway may refuse it late. So these requests use HTTP/1.1.
 *
 * @see https://github.com/denoland/deno/issues/35610
 */
export function sendOnce(url: string, init: FetchInit): Promise<FetchResponse> {
  const fresh = init.method !== "GET" && !url.endsWith("/client-secrets");
  return globalThis
    .fetch(url, fresh ? ({ ...init, client: ownConnection() } as RequestInit) : init)
    .catch((error: unknown) => {
      throw connectError(error, fresh) ?? error;
    });
}

function ownConnection(): unknown {
  if (typeof Deno?.createHttpClient !== "function") {
    throw new ConnectError({
      code: "configuration_invalid",
      outcome: "not-sent",
      message:
        "This host has no Deno.createHttpClient, without which it may send a request twice. To accept that, pass fetch: (url, init) => fetch(url, init).",
    });
  }
  try {
    client ??= Deno.createHttpClient({ poolMaxIdlePerHost: 0, http2: false });
  } catch (cause) {
    const message = "Deno cannot create an HTTP client: check DENO_CERT and DENO_TLS_CA_STORE.";
    throw new ConnectError({ code: "configuration_invalid", outcome: "not-sent", message, cause });
  }
  return client;
}

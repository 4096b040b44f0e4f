import { ConnectError, type FetchInit, type FetchResponse } from "@plastiq-connect/core";
import { connectError } from "./connect-error.ts";

// What is used of Deno's globals. Declared here, so that no type of Deno's is needed to compile this package.
declare const Deno: { createHttpClient?(options: { poolMaxIdlePerHost: number }): unknown } | undefined;

// One for all callers: Deno never frees one by itself, and there may be a caller for each client secret.
let client: unknown;

/**
 * Deno's own fetch, such that what must not happen twice is sent once.
 *
 * When a connection that it kept alive breaks before the response, Deno sends the request again by itself, a POST or a
 * PATCH too: two payers came of one call. So these requests each get a connection of their own. A second client secret
 * does no harm, and neither does a second GET or DELETE: they keep theirs.
 *
 * @see https://github.com/denoland/deno/issues/35610
 */
export function sendOnce(url: string, init: FetchInit): Promise<FetchResponse> {
  const fresh = ["POST", "PATCH"].includes(init.method) && !url.endsWith("/client-secrets");
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
        "This host has no Deno.createHttpClient, without which it may send a request twice. To accept that, pass `fetch: (url, init) => fetch(url, init)`.",
    });
  }
  client ??= Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  return client;
}

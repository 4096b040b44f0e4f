import type { FetchInit, FetchResponse } from "@plastiq-connect/core";

// What is used of Deno's globals. Declared here, so that no type of Deno's is needed to compile this package.
declare const Deno: { createHttpClient(options: { poolMaxIdlePerHost: number }): unknown };

// One for all callers: Deno never frees one by itself, and there may be a caller for each client secret.
let client: unknown;

/**
 * Deno's own fetch, such that what must not happen twice is sent once.
 *
 * When a connection that it kept alive breaks before the answer, Deno sends the request again by itself, a POST too:
 * two payers came of one call. So these requests each get a connection of their own. A second client secret does no
 * harm, and neither does a second GET: they keep theirs.
 *
 * @see https://github.com/denoland/deno/issues/35610
 */
export function sendOnce(url: string, init: FetchInit): Promise<FetchResponse> {
  if (init.method !== "POST" || url.endsWith("/client-secrets")) return globalThis.fetch(url, init);
  client ??= Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  return globalThis.fetch(url, { ...init, client } as RequestInit);
}

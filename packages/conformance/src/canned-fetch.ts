import type { Fetch, FetchInit } from "@plastiq-connect/core";
import type { CannedResponse } from "./case.ts";

const BRAND = Symbol.for("plastiq-connect.ConnectError");

/** A request that a {@link cannedFetch} was called with. */
export interface CannedRequest {
  readonly url: string;
  readonly init: FetchInit;
}

/** A fetch that makes no request, with the recorded requests. */
export interface CannedFetch {
  readonly fetch: Fetch;
  readonly requests: readonly CannedRequest[];
  /** Returns how many bodies were canceled before their end. */
  canceled(): number;
}

/** Returns a `fetch` that returns the responses in order, repeats the last one, and records the requests. */
export function cannedFetch(
  responses: readonly CannedResponse[],
  onRequest: (count: number) => void = () => {},
): CannedFetch {
  const requests: CannedRequest[] = [];
  let canceled = 0;
  const fetch: Fetch = async (url, init) => {
    const canned = responses[Math.min(requests.length, responses.length - 1)];
    requests.push({ url, init });
    onRequest(requests.length);
    if (!canned || "never" in canned) return new Promise(() => {});
    if ("throws" in canned) {
      if (canned.notSent) init.onStage?.("connecting");
      throw likeALibrary(canned, url, init);
    }
    const { status, headers, body, chunks, stalls } = canned;
    const bytes = chunks ?? (body === undefined ? undefined : [encode(body)]);
    const stream = bytes && streamOf(bytes, stalls === true, () => canceled++);
    return new Response(stream ?? null, { status, headers: { ...headers } });
  };
  return { fetch, requests, canceled: () => canceled };
}

// Like the errors of HTTP libraries, it contains the whole request with the credential.
function likeALibrary(
  { throws, branded }: Extract<CannedResponse, { throws: string }>,
  url: string,
  init: FetchInit,
): TypeError {
  // The errors of another copy of the library contain no request.
  if (branded) return Object.assign(new TypeError(throws), branded, { [BRAND]: true });
  const cause = Object.assign(new Error(throws), { config: init, code: "ECONFORMANCE" });
  return Object.assign(new TypeError(throws, { cause }), {
    options: init,
    request: { url, ...init },
  });
}

function encode(body: unknown): Uint8Array {
  return new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
}

function streamOf(
  chunks: readonly ArrayLike<number>[],
  stalls: boolean,
  onCancel: () => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const left = chunks.values();
  return new ReadableStream({
    pull(controller) {
      const { done, value } = left.next();
      if (!done) return controller.enqueue(Uint8Array.from(value));
      if (stalls) return new Promise<void>(() => {});
      controller.close();
    },
    cancel: onCancel,
  });
}

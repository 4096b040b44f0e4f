import type { Fetch, FetchInit } from "@plastiq-connect/core";
import type { CannedAnswer } from "./case.ts";

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
  answers: readonly CannedAnswer[],
  onRequest: (count: number) => void = () => {},
): CannedFetch {
  const requests: CannedRequest[] = [];
  let canceled = 0;
  const fetch: Fetch = async (url, init) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push({ url, init });
    onRequest(requests.length);
    if (!answer || "never" in answer) return new Promise(() => {});
    if ("throws" in answer) {
      if (answer.notSent) init.onStage?.("connecting");
      throw likeALibrary(answer, url, init);
    }
    const { status, headers, body, chunks, stalls } = answer;
    const bytes = chunks ?? (body === undefined ? undefined : [encode(body)]);
    const stream = bytes && streamOf(bytes, stalls === true, () => canceled++);
    return new Response(stream ?? null, { status, headers: { ...headers } });
  };
  return { fetch, requests, canceled: () => canceled };
}

// As HTTP libraries do: the error carries the request, credential and all.
function likeALibrary(
  { throws, branded }: Extract<CannedAnswer, { throws: string }>,
  url: string,
  init: FetchInit,
): TypeError {
  // Another copy of the library keeps its errors clean, as this one does.
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

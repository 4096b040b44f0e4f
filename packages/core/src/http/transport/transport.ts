import type { $Fetch } from "ofetch";
import { configurationInvalid } from "../../error.ts";
import { redactor } from "../../redact.ts";
import { unreadable } from "../operation/decode.ts";
import type { ApiRequest, ApiResponse } from "../operation/operation.ts";
import { type Fetch, type FetchInit, type FetchResponse, type FetchStage, MAX_RESPONSE_BYTES } from "./fetch.ts";
import { networkError } from "./network-error.ts";
import type { ReadBody } from "./read-body.ts";
import { readRetryAfter } from "./read-retry-after.ts";
import { LazyResponse, MAX_TRACE_ID, rawHeaders, shownHeaders } from "./response-headers.ts";

/** One attempt, for the transport. */
export interface Attempt {
  /** Aborted when the attempt times out or the caller aborts. */
  readonly signal: AbortSignal;
  /** True if an earlier attempt of the same call may have taken effect. */
  readonly uncertain: boolean;
  /** Marks the attempt as about to be sent. Returns the number of the attempt, from 1. */
  begin(): number;
  /** See {@link FetchStage}. */
  onStage(stage: FetchStage): void;
  /** Returns whether nothing can have reached the vendor. */
  notSent(): boolean;
}

/**
 * Makes one HTTP attempt. Only the transport has the bearer token. It resolves with any complete response, whatever its
 * status.
 */
export type Transport = (request: ApiRequest, token: string, attempt: Attempt) => Promise<ApiResponse>;

type Ofetch = Pick<typeof import("ofetch"), "createFetch">;

/** Returns ofetch, or loads it first. */
export type LoadOfetch = () => Ofetch | Promise<Ofetch>;

/**
 * Creates a transport that uses `fetch`. It is asynchronous because it may load ofetch. It makes no request and captures
 * no global.
 *
 * @throws ConnectError `configuration_invalid` when ofetch cannot be loaded. The transport's own errors are
 * `network_failed` and `response_unreadable`.
 */
export async function loadTransport(
  baseUrl: string,
  fetch: Fetch,
  readBody: ReadBody,
  loadOfetch: LoadOfetch,
): Promise<Transport> {
  try {
    const { createFetch } = await loadOfetch();
    const ofetch = createFetch({
      fetch: fetch as unknown as typeof globalThis.fetch,
      Headers: HeaderRecord as unknown as typeof Headers,
      defaults: {
        // Attempts are counted, timed and repeated above, by rules that ofetch does not know.
        retry: false,
        ignoreResponseError: true,
        responseType: "stream",
        // Thrown as it is: ofetch's own error would hold the bearer token, and reads what may not be readable.
        onRequestError({ error }) {
          throw error;
        },
      },
    });
    return createTransport(baseUrl, ofetch, readBody);
  } catch (cause) {
    throw configurationInvalid(
      "The package ofetch could not be loaded. Install it, or bundle it with your code.",
      cause,
    );
  }
}

function createTransport(baseUrl: string, ofetch: $Fetch, readBody: ReadBody): Transport {
  return async function transport(request, token, attempt) {
    const sentAt = Date.now();
    const clean = redactor([token, ...request.secrets]);
    const { signal, onStage } = attempt;
    let responded = false;
    let traceId = request.headers["trace-id"] ?? "";
    try {
      const headers = new HeaderRecord(request.headers);
      headers.authorization = `Bearer ${token}`;
      const init: FetchInit = {
        method: request.method,
        headers: headers as unknown as FetchInit["headers"],
        ...(request.body === undefined ? {} : { body: request.body }),
        signal,
        // ofetch hands it to the fetch with everything else that it does not know.
        onStage,
        redirect: "manual",
      };
      const response: FetchResponse = await ofetch.raw(baseUrl + request.path, init);
      responded = true;
      const raw = rawHeaders(response);
      const theirs = raw.get("trace-id");
      // Usually the one that was sent comes back.
      if (theirs && theirs !== traceId) traceId = clean(theirs, MAX_TRACE_ID) || traceId;
      const { status } = response;
      const text = await readBody(response, signal, raw);
      const body = text ?? "";
      // An error's status says enough without its body.
      if (text === undefined && status < 300)
        throw unreadable({ status, traceId }, `The response is longer than ${MAX_RESPONSE_BYTES} bytes.`);
      const retryAfter = status < 300 ? undefined : readRetryAfter(raw);
      // Read here: to redact all headers for it takes several times longer than the rest of a call.
      const replayed =
        "idempotency-key" in request.headers ? raw.get("idempotent-replay")?.toLowerCase() === "true" : undefined;
      const facts = { status, body, traceId, retryAfter, sentAt, replayed };
      const show = (): ApiResponse["headers"] => shownHeaders(raw, clean, body);
      // A card number is kept in memory no longer than the request: its headers are redacted now.
      return request.secrets.length > 0
        ? { ...facts, headers: show() }
        : (new LazyResponse(facts, show) as unknown as ApiResponse);
    } catch (error) {
      throw networkError(error, { notSent: attempt.notSent(), traceId, responded, clean });
    }
  };
}

// What ofetch asks of its headers, over a plain record: every fetch takes that, and the standard class would be built
// once by ofetch and a second time by fetch.
class HeaderRecord {
  [name: string]: unknown;

  constructor(headers: Readonly<Record<string, unknown>>) {
    // ofetch makes its own of those that it is given: the given one is only used once.
    // biome-ignore lint/correctness/noConstructorReturn: so that nothing is copied twice
    if (headers instanceof HeaderRecord) return headers;
    Object.assign(this, headers);
  }

  get(name: string): unknown {
    return this[name];
  }

  has(name: string): boolean {
    return name in this;
  }
}

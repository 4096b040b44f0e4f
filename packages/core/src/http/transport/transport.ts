import { createFetch } from "ofetch";
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
  /** Counts the attempt. Returns its number, from 1. */
  begin(): number;
  /** Sets the stage of the request. Undefined when the fetch is about to be called, which may report none. */
  onStage(stage?: FetchStage): void;
  /** Returns whether nothing can have reached the vendor. */
  notSent(): boolean;
}

/**
 * Makes one HTTP attempt. Only the transport has the bearer token. It resolves with any complete response, whatever its
 * status.
 */
export type Transport = (request: ApiRequest, token: string, attempt: Attempt) => Promise<ApiResponse>;

// Wrappers that ofetch passes on unchanged. Given a plain URL and its options, ofetch and `fetch` would copy the headers
// three times. Given a plain response, ofetch would access its body, for which Deno and Bun then create a stream.
interface Sent {
  readonly url: string;
  readonly init: FetchInit;
}
interface Received {
  readonly response: FetchResponse;
}

/**
 * Creates a transport that uses `fetch`. It makes no request and captures no global.
 *
 * @throws ConnectError `configuration_invalid` where the runtime has no `Headers` or no `TextDecoder`.
 */
export function createTransport(baseUrl: string, fetch: Fetch, readBody: ReadBody): Transport {
  // ofetch creates headers for each request, which we do not use. Without `TextDecoder`, no failure could be redacted.
  if (!globalThis.Headers || !globalThis.TextDecoder)
    throw configurationInvalid("Headers or TextDecoder is missing: load a polyfill.");
  const ofetch = createFetch({
    fetch: (async ({ url, init }: Sent): Promise<Received> => ({ response: await fetch(url, init) })) as never,
    defaults: {
      // Rethrown, because ofetch would retry by its own rules. Its error would contain the bearer token.
      onRequestError({ error }) {
        throw error;
      },
    },
  });
  // Most calls use the same token as the call before, and creating a redactor takes half as long as a call.
  let kept = { token: "", clean: redactor([]) };
  return async function transport(request, token, attempt) {
    const sentAt = Date.now();
    if (token !== kept.token) kept = { token, clean: redactor([token]) };
    const clean = request.secrets.length > 0 ? redactor([token, ...request.secrets]) : kept.clean;
    const { signal, onStage } = attempt;
    // A hook may have aborted the call.
    if (signal.aborted) throw new Error("Over");
    onStage();
    let responded = false;
    let traceId = request.headers["trace-id"] ?? "";
    try {
      const init: FetchInit = {
        method: request.method,
        headers: { ...request.headers, authorization: `Bearer ${token}` },
        ...(request.body === undefined ? {} : { body: request.body }),
        signal,
        onStage,
        redirect: "manual",
      };
      const { response } = (await ofetch.raw({ url: baseUrl + request.path, init } as never)) as unknown as Received;
      responded = true;
      // Whatever the fetch has reported, the request was sent.
      onStage("sending");
      const raw = rawHeaders(response);
      const theirs = raw.get("trace-id");
      // The vendor usually returns the id that was sent.
      if (theirs && theirs !== traceId) traceId = clean(theirs, MAX_TRACE_ID) || traceId;
      const { status } = response;
      const text = await readBody(response, signal, raw);
      const body = text ?? "";
      // An error's status says enough without its body.
      if (text === undefined && status < 300)
        throw unreadable({ status, traceId }, `The response is longer than ${MAX_RESPONSE_BYTES} bytes.`);
      const retryAfter = status < 300 ? undefined : readRetryAfter(raw);
      // Read from the raw headers: redacting all headers takes several times longer than the rest of a call. A proxy may
      // have doubled the header.
      const replayed =
        "idempotency-key" in request.headers ? !!raw.get("idempotent-replay")?.match(/^true/i) : undefined;
      const facts = { status, body, traceId, retryAfter, sentAt, replayed };
      const show = (): ApiResponse["headers"] => shownHeaders(raw, clean, body);
      // Redacted now, so that a card number is not kept in memory after the request.
      return request.secrets.length > 0
        ? { ...facts, headers: show() }
        : (new LazyResponse(facts, show) as unknown as ApiResponse);
    } catch (error) {
      throw networkError(error, { notSent: attempt.notSent(), traceId, responded, clean });
    }
  };
}

import type { ConnectError, Fetch, FetchResponse } from "@plastiq-connect/core";
import { failure } from "./failure.ts";

/** A `fetch` function from a page or a test. */
type AnyFetch = (url: string, init: never) => Promise<unknown>;

/** A response of a mock. Every member can be missing. */
interface LooseResponse {
  readonly status?: number;
  readonly type?: string;
  readonly redirected?: boolean;
  readonly ok?: boolean;
  readonly headers?: FetchResponse["headers"];
  readonly body?: { getReader?: unknown } | null;
  text?(): Promise<string>;
  json?(): Promise<unknown>;
}

/**
 * Returns a `fetch` for a page.
 *
 * - It detects when the page's Content-Security-Policy blocked the request, so that nothing was sent.
 * - It completes the responses of polyfills and mocks, which may have only `ok` and `json()`.
 * - It refuses the response of a custom fetch that followed a redirect.
 *
 * @param custom Default: the global `fetch`, looked up at each request.
 */
export function pageFetch(custom: AnyFetch | undefined): Fetch {
  const fetch = (custom ?? globalFetch) as (...args: Parameters<Fetch>) => Promise<LooseResponse>;
  return async (url, init) => {
    // Jest's jsdom hides both. Without them the response cannot be read, and by then a card may be stored.
    if (!globalThis.TextEncoder || !globalThis.TextDecoder)
      throw failure("configuration_invalid", "TextEncoder or TextDecoder is missing: load a polyfill.");
    return complete(await underPolicy(url, () => fetch(url, init)));
  };
}

function globalFetch(url: string, init: RequestInit): Promise<Response> {
  // jsdom has no fetch.
  if (!globalThis.fetch) throw failure("configuration_invalid", "There is no global fetch: pass one.");
  return globalThis.fetch(url, init);
}

async function underPolicy<Result>(url: string, request: () => Promise<Result>): Promise<Result> {
  let blocked = false;
  let onBlocked = (): void => {};
  const onViolation = (event: SecurityPolicyViolationEvent): void => {
    if (!isBlocked(event, url)) return;
    blocked = true;
    onBlocked();
  };
  // Windows and workers fire the event. Other runtimes have no such event, and some have no listeners.
  globalThis.addEventListener?.("securitypolicyviolation", onViolation);
  try {
    return await request();
  } catch (error) {
    // A browser may report the violation shortly after the request fails.
    if (!blocked && error instanceof TypeError && typeof SecurityPolicyViolationEvent === "function") {
      await new Promise<void>((resolve) => {
        onBlocked = resolve;
        setTimeout(resolve, REPORTED_WITHIN);
      });
    }
    if (blocked)
      throw failure(
        "configuration_invalid",
        `The page's Content-Security-Policy blocked the request: add ${new URL(url).origin} to connect-src.`,
      );
    throw error;
  } finally {
    globalThis.removeEventListener?.("securitypolicyviolation", onViolation);
  }
}

const REPORTED_WITHIN = 100;

/**
 * Returns whether a violation belongs to this request. A report-only policy does not block, and a violation for another
 * URL, even of the same origin, does not count.
 */
function isBlocked(
  { disposition, effectiveDirective, blockedURI }: SecurityPolicyViolationEvent,
  url: string,
): boolean {
  return disposition === "enforce" && effectiveDirective === "connect-src" && blockedURI === url;
}

function complete(response: LooseResponse): FetchResponse {
  const {
    ok,
    redirected,
    type,
    status = ok ? 200 : 0,
    headers = { forEach() {} },
    body,
  }: LooseResponse = Object(response);
  // The redirect may lead to any host.
  if (redirected) throw badFetch("not follow a redirect. Renew the credential: another host may have it");
  // `Response.error()` and an opaque response have the status 0, too.
  if (!status && type !== "opaqueredirect") throw badFetch("return a response with a status");
  return { status, headers, body: body?.getReader ? (body as FetchResponse["body"]) : textBody(response) };
}

/** A body with one chunk, for a response without a stream. */
function textBody(response: LooseResponse): NonNullable<FetchResponse["body"]> {
  let read = false;
  return {
    getReader: () => ({
      async read() {
        if (read) return { done: true };
        read = true;
        return { done: false, value: new TextEncoder().encode(await textOf(response)) };
      },
      async cancel() {},
    }),
  };
}

async function textOf(response: LooseResponse): Promise<string> {
  if (response.text) return await response.text();
  if (response.json) return JSON.stringify(await response.json());
  if (response.body) throw badFetch("return a response with a readable body, text() or json()");
  return "";
}

function badFetch(must: string): ConnectError {
  return failure("configuration_invalid", `fetch must ${must}.`, "unknown");
}

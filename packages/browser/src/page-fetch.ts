import type { ConnectError, Fetch, FetchResponse } from "@plastiq-connect/core";
import { failure } from "./failure.ts";

/** A function shaped like the standard's `fetch`, as a page or a test passes it. */
type AnyFetch = (url: string, init: never) => Promise<unknown>;

/** A response as mocks in tests make it. Everything can be missing. */
interface LooseResponse {
  readonly status?: number;
  readonly ok?: boolean;
  readonly headers?: FetchResponse["headers"];
  readonly body?: { getReader?: unknown } | null;
  text?(): Promise<string>;
  json?(): Promise<unknown>;
}

/**
 * Returns a `fetch` for a page.
 *
 * - It tells when the page's own Content-Security-Policy blocked the request: then nothing was sent.
 * - It completes the responses of polyfills and mocks, which may have only `ok` and `json()`.
 *
 * @param custom Default: the global `fetch`, looked up at each request.
 */
export function pageFetch(custom: AnyFetch | undefined): Fetch {
  const fetch = (custom ?? ((url: string, init: RequestInit) => globalThis.fetch(url, init))) as (
    ...args: Parameters<Fetch>
  ) => Promise<LooseResponse>;
  return async (url, init) => complete(await underPolicy(url, () => fetch(url, init)));
}

async function underPolicy<Result>(url: string, request: () => Promise<Result>): Promise<Result> {
  let blocked = false;
  let onBlocked = (): void => {};
  const onViolation = (event: SecurityPolicyViolationEvent): void => {
    if (!isBlocked(event, url)) return;
    blocked = true;
    onBlocked();
  };
  // A window and a worker are both told. Other runtimes know neither the event nor, some of them, listeners.
  globalThis.addEventListener?.("securitypolicyviolation", onViolation);
  try {
    return await request();
  } catch (error) {
    // A browser may report the violation a moment after the request fails.
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
 * Returns whether a violation is of this very request. A policy that only reports lets it through; and one of another address, even
 * of the same origin, says nothing about this one.
 */
function isBlocked(
  { disposition, effectiveDirective, blockedURI }: SecurityPolicyViolationEvent,
  url: string,
): boolean {
  return disposition === "enforce" && effectiveDirective === "connect-src" && blockedURI === url;
}

function complete(response: LooseResponse | undefined): FetchResponse {
  const { status = response?.ok ? 200 : undefined, headers = { forEach() {} }, body } = response ?? {};
  if (status === undefined) throw badFetch("a status");
  return { status, headers, body: body?.getReader ? (body as FetchResponse["body"]) : textBody(response ?? {}) };
}

/** A body of one chunk, for a response that has no stream. */
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
  if (response.body) throw badFetch("a readable body, text() or json()");
  return "";
}

function badFetch(lacks: string): ConnectError {
  return failure("configuration_invalid", `fetch must return a response with ${lacks}.`, "unknown");
}

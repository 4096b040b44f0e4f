import {
  baseUrlOf,
  CLIENT_SECRET_LIFETIME,
  ClientSecret,
  type ConnectError,
  type FetchResponse,
  isConnectError,
} from "@plastiq-connect/core";
import { deviceHeader } from "./device-header.ts";
import { failure } from "./failure.ts";
import { mintRefusal } from "./mint-refusal.ts";
import { type NoApiKey, refuseApiKey } from "./no-api-key.ts";
import { pageFetch } from "./page-fetch.ts";

/** Options for {@link fetchClientSecret}. */
export interface FetchClientSecretOptions extends NoApiKey {
  /** Your own server's mint endpoint: a path such as `/client-secret`, or an https: URL (http: on loopback). */
  readonly endpoint: string;
  /**
   * The id that {@link deviceId} returns. Your server gets it as `End-User-Device-Id` and forwards it to the vendor.
   */
  readonly deviceId?: string | undefined;
  /** Controls whether cookies are sent. Default `"same-origin"`. An endpoint on another origin needs `"include"` and CORS. */
  readonly credentials?: RequestCredentials | undefined;
  /** Additional headers, such as a CSRF token. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Timeout of the whole response, in milliseconds. Default 10,000. */
  readonly timeout?: number | undefined;
  /** Aborts the request. */
  readonly signal?: AbortSignal | undefined;
  /** Sends the request. Default: the global `fetch`. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
}

// Over a hundred times the expected size.
const MAX_BYTES = 65_536;
// The longest time that setTimeout supports. A longer one would fire at once.
const MAX_MS = 2_147_483_647;

/**
 * Gets a client secret from your own server.
 *
 * Sends a POST without a body. The endpoint responds with `{ clientSecret, expiresIn }` as JSON; `expiresIn` is in
 * milliseconds. The lifetime counts on this browser's clock, from when the request was *sent*. `expiresAt`, on the
 * server's clock, is used only when there is no `expiresIn`.
 *
 * The request is not retried. A secret whose response was lost expires.
 *
 * @throws ConnectError (the promise rejects). It never contains the response's text.
 *
 * @example
 * ```ts
 * import { deviceId, fetchClientSecret } from "@plastiq-connect/browser";
 *
 * const clientSecret = await fetchClientSecret({ endpoint: "/client-secret", deviceId: deviceId() });
 * ```
 */
export async function fetchClientSecret(options: FetchClientSecretOptions): Promise<ClientSecret> {
  refuseApiKey(options);
  const { endpoint, timeout = 10_000, signal, credentials = "same-origin" } = options;
  const fetch = pageFetch(options.fetch);
  if (!(timeout >= 1 && timeout <= MAX_MS))
    throw failure("configuration_invalid", `timeout must be a number from 1 to ${MAX_MS}.`);
  const url = endpointUrl(endpoint);
  const headers = requestHeaders(options);
  if (signal?.aborted) throw failure("aborted", "Aborted by the caller.");

  return await new Promise((resolve, reject) => {
    const controller = new AbortController();
    const stop = (error: ConnectError): void => {
      reject(error);
      controller.abort();
    };
    const onAbort = (): void => stop(failure("aborted", "Aborted by the caller.", "unknown"));
    const timer = setTimeout(
      () => stop(failure("timed_out", `No complete response within ${timeout} ms.`, "unknown")),
      timeout,
    );
    signal?.addEventListener("abort", onAbort);
    const init = { method: "POST", headers, credentials, redirect: "manual", signal: controller.signal } as const;
    mint(() => fetch(url, init))
      .then(resolve, (error) =>
        reject(isConnectError(error) ? error : failure("network_failed", unreachable(error, options), "unknown")),
      )
      .finally(() => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
      });
  });
}

// The original error is not attached: a custom fetch's error may contain anything.
function unreachable(error: unknown, { fetch }: FetchClientSecretOptions): string {
  const { name } = Object(error);
  if (fetch && /^[A-Za-z]{1,40}$/.test(name)) return `The fetch option failed with ${name}.`;
  return "The mint endpoint could not be reached, or the connection broke. On another origin it needs CORS headers.";
}

async function mint(request: () => Promise<FetchResponse>): Promise<ClientSecret> {
  const sentAt = Date.now();
  const response = await request();
  const body = await readJson(response);
  if (!(response.status >= 200 && response.status < 300)) throw mintRefusal(response, body ?? {});
  const { clientSecret, expiresIn, expiresAt, traceId } = body ?? {};
  const dies = typeof expiresIn === "number" ? sentAt + expiresIn : endByTheirClock(expiresAt, sentAt);
  // The maximum value of a `Date`.
  // A `ClientSecret` that the server has not revealed becomes "[redacted]" in JSON.
  if (typeof clientSecret !== "string" || /^(\[redacted])?$/.test(clientSecret) || !(dies <= 8.64e15)) {
    const message = "The mint endpoint's response is not { clientSecret: secret.reveal(), expiresIn } as JSON.";
    throw failure("response_unreadable", message, "unknown");
  }
  return new ClientSecret(clientSecret, {
    expiresAt: new Date(dies),
    traceId: typeof traceId === "string" ? traceId : "",
  });
}

function endByTheirClock(expiresAt: unknown, sentAt: number): number {
  const dies = Date.parse(String(expiresAt));
  // Already past on arrival: more likely a clock difference than a response that took a minute.
  return dies <= Date.now() ? sentAt + CLIENT_SECRET_LIFETIME : dies;
}

/** Returns the response's JSON object; undefined when it is too long, cut off, or something else. */
async function readJson({ body }: FetchResponse): Promise<Readonly<Record<string, unknown>> | undefined> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done || !value) break;
    size += value.byteLength;
    if (size > MAX_BYTES) {
      reader.cancel().catch(() => {});
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
  try {
    return Object(JSON.parse(text + decoder.decode()));
  } catch {
    return undefined;
  }
}

function endpointUrl(endpoint: string): string {
  try {
    // A worker has no document.
    const url = new URL(endpoint, globalThis.document?.baseURI ?? globalThis.location?.href);
    // The rules for the API's origin also apply here.
    baseUrlOf({ baseUrl: `${url.origin}/api` });
    if (!url.username && !url.password) return url.href;
  } catch {}
  throw failure(
    "configuration_invalid",
    "endpoint must be an https: URL (http: on loopback) without credentials, or a path in a page with such a URL.",
  );
}

function requestHeaders({ headers, deviceId }: FetchClientSecretOptions): Readonly<Record<string, string>> {
  const all = { accept: "application/json", ...headers, ...deviceHeader(deviceId) };
  try {
    new Headers(all);
    return all;
  } catch {
    // The browser's own error contains the value.
    throw failure("input_invalid", "headers contains a name or a value that cannot be sent.");
  }
}

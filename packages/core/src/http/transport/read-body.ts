import { ConnectError } from "../../error.ts";
import { type FetchResponse, MAX_RESPONSE_BYTES } from "./fetch.ts";
import type { RawHeaders } from "./response-headers.ts";

/**
 * Returns whether `text()` can read the body without exceeding the limit. The runtime reads no more than the declared
 * length, unless it decompresses the body. A browser hides `Content-Encoding` of a cross-origin response.
 */
function isShort(response: FetchResponse, headers: RawHeaders): boolean {
  return (
    Number.parseInt(headers.get("content-length") ?? "", 10) <= MAX_RESPONSE_BYTES &&
    !headers.get("content-encoding") &&
    (response as { type?: unknown }).type !== "cors"
  );
}

/** Reads the whole body of a response as text. Resolves with undefined when it is too long. */
export type ReadBody = (
  response: FetchResponse,
  signal: AbortSignal,
  headers: RawHeaders,
) => Promise<string | undefined>;

/**
 * Reads the whole body as text, with `getReader()` or another method of a custom fetch's response. Returns undefined
 * when it is too long.
 *
 * @throws ConnectError `configuration_invalid` when the response has no way to read it.
 */
export async function readBody(
  response: FetchResponse,
  signal: AbortSignal,
  headers: RawHeaders,
): Promise<string | undefined> {
  // If a fetch has consumed the body itself, every way to read it fails.
  if (!response.bodyUsed) {
    const { text } = response;
    // On Deno and Bun this is several times cheaper than a stream, which they create on access to `body`.
    if (text && isShort(response, headers)) return limited(await text.call(response));
    const { body, arrayBuffer, json } = response;
    if (typeof body?.getReader === "function") return readStream(response, signal);
    if (text) return limited(await text.call(response));
    if (arrayBuffer) return limited(new TextDecoder().decode(await arrayBuffer.call(response)));
    if (json) return limited(JSON.stringify(await json.call(response)));
    if (body === null) return "";
  }
  throw badFetch("fetch must resolve with a response whose body can be read, by getReader() or text().");
}

/** Creates the error for a `fetch` that violates its contract. By default, the request may have been sent. */
export function badFetch(message: string, notSent = false): ConnectError {
  return new ConnectError({ code: "configuration_invalid", outcome: notSent ? "not-sent" : "unknown", message });
}

// A test double's `text()` may resolve with anything, such as a Buffer. workerd's keeps a byte order mark.
function limited(given: unknown = ""): string | undefined {
  const text = String(given).replace(/^\uFEFF/, "");
  return text.length > MAX_RESPONSE_BYTES ? undefined : text;
}

/**
 * Cancels a body that is not read further. Never rejects: that of a custom fetch may have no `cancel`, or one that
 * throws. Do not wait for it, because it may hang.
 */
export async function cancelBody(body: { cancel(): unknown } | null): Promise<void> {
  try {
    await body?.cancel();
  } catch {}
}

/** Reads the body of a response that has a stream, or none. See {@link ReadBody}. */
export async function readStream({ body }: FetchResponse, signal: AbortSignal): Promise<string | undefined> {
  if (!body) return "";
  const reader = body.getReader();
  const cancel = (): void => void cancelBody(reader);
  // A custom fetch may not connect its body to the signal.
  signal.addEventListener("abort", cancel);
  if (signal.aborted) cancel();
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    // A canceled body ends like a complete one.
    if (signal.aborted) throw new Error("Over");
    if (done || !value) return text + decoder.decode();
    size += value.byteLength;
    if (size > MAX_RESPONSE_BYTES) {
      cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

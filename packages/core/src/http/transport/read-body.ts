import { ConnectError } from "../../error.ts";
import { type FetchBodyReader, type FetchResponse, MAX_RESPONSE_BYTES } from "./fetch.ts";
import type { ReadHeaders } from "./response-headers.ts";

/**
 * Returns whether `text()` reads a body without going over the limit. The runtime reads no more than the length that the
 * response declares, unless it decompresses the body. A browser hides `Content-Encoding` of another origin's response.
 */
function isShort(response: FetchResponse, { get }: ReadHeaders): boolean {
  return (
    Number.parseInt(get("content-length") ?? "", 10) <= MAX_RESPONSE_BYTES &&
    !get("content-encoding") &&
    (response as { type?: unknown }).type !== "cors"
  );
}

/**
 * Reads the whole body as text, by `getReader()`, or else by what the response of a custom fetch has. Returns undefined
 * when it is too long.
 *
 * @throws ConnectError `configuration_invalid` when the response has no way to read it.
 */
export async function readBody(
  response: FetchResponse,
  headers: ReadHeaders,
  signal: AbortSignal,
): Promise<string | undefined> {
  // Of a fetch that has consumed the body itself, every way to read it fails.
  if (!response.bodyUsed) {
    const { text } = response;
    // Several times cheaper than a stream on Deno and Bun, which make one as soon as somebody looks at `body`.
    if (text && isShort(response, headers)) return limited(await text.call(response));
    const { body, arrayBuffer, json } = response;
    if (typeof body?.getReader === "function") return readStream(body.getReader(), signal);
    if (text) return limited(await text.call(response));
    if (arrayBuffer) return limited(new TextDecoder().decode(await arrayBuffer.call(response)));
    if (json) return limited(JSON.stringify(await json.call(response)));
    if (body === null) return "";
  }
  throw badFetch("fetch must resolve with a response whose body can be read, by getReader() or text().");
}

/** The error of a `fetch` that does not do what it must. Unless it is known better, the request may have been sent. */
export function badFetch(message: string, notSent = false): ConnectError {
  return new ConnectError({ code: "configuration_invalid", outcome: notSent ? "not-sent" : "unknown", message });
}

function limited(text = ""): string | undefined {
  return text.length > MAX_RESPONSE_BYTES ? undefined : text;
}

async function readStream(reader: FetchBodyReader, signal: AbortSignal): Promise<string | undefined> {
  const cancel = (): void => void reader.cancel().catch(() => {});
  // A custom fetch may not tie its body to the signal.
  signal.addEventListener("abort", cancel);
  if (signal.aborted) cancel();
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    // A cancelled body ends like a whole one.
    if (signal.aborted) throw new Error("The attempt is over.");
    if (done || !value) return text + decoder.decode();
    size += value.byteLength;
    if (size > MAX_RESPONSE_BYTES) {
      cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

import { configurationInvalid } from "../error.ts";
import { MAX_EVENT_BYTES } from "./webhook-event.ts";

/**
 * Reads the body of a request as text. Resolves with undefined when it is too long, without reading the rest.
 *
 * @param late Cancels the read when it resolves.
 * @throws ConnectError `configuration_invalid` when the body was read before.
 */
export async function readEventBody(request: Request, late: Promise<unknown>): Promise<string | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_EVENT_BYTES) return undefined;
  if (request.bodyUsed || request.body?.locked) {
    throw configurationInvalid(
      "The body of a webhook was read before the endpoint was called. Call the endpoint before the body is read, or pass a request with an unread body.",
    );
  }
  const reader = request.body?.getReader();
  if (!reader) return "";
  const cancel = (): void => void reader.cancel().catch(() => {});
  late.then(cancel);
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > MAX_EVENT_BYTES) {
      cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

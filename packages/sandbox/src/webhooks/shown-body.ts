import { redactBody } from "../seen/redact.ts";

/** A longer body could not be redacted as a whole, so none of it is shown. */
const MOST_READ = 4_096;
const MOST_SHOWN = 500;
/** Only the status counts, so a body that does not arrive must not delay the next delivery. */
const TIMEOUT_MS = 200;

/** Returns what the log shows of the response of a webhook endpoint: the start of its body, redacted. */
export async function shownBodyOf({ body }: Response): Promise<string> {
  // A handler in process may have used it up.
  if (body?.locked) return "";
  const reader = body?.getReader();
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const timedOut = new Promise<undefined>((resolve) => {
    timeout.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  const decoder = new TextDecoder();
  let text = "";
  let isWhole = reader === undefined;
  try {
    while (reader && text.length <= MOST_READ) {
      const read = await Promise.race([reader.read(), timedOut]);
      isWhole = read?.done === true;
      if (!read || read.done) break;
      text += decoder.decode(read.value, { stream: true });
    }
  } catch {
    // The receiver broke off after its status.
  }
  // Not awaited: a body that cannot be canceled must not delay the next delivery.
  reader?.cancel().catch(() => undefined);
  return isWhole ? redacted(text).slice(0, MOST_SHOWN) : "(too long or not complete, not shown)";
}

function redacted(text: string): string {
  try {
    return JSON.stringify(redactBody(JSON.parse(text)));
  } catch {
    return text;
  }
}

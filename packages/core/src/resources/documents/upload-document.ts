import { ConnectError, configurationInvalid, inputInvalid, isConnectError } from "../../error.ts";
import { checkedSignal, onAbort } from "../../http/attempts/abort.ts";
import { fullJitter } from "../../http/attempts/retry-rules.ts";
import { wait } from "../../http/attempts/wait.ts";
import { nextStep } from "../../outcome.ts";
import { uploadError } from "./upload-error.ts";
import type { UploadSlot } from "./upload-slot.ts";

/** Options for {@link uploadDocument}. */
export interface UploadOptions {
  /** Aborts the upload. */
  readonly signal?: AbortSignal | undefined;
  /** Timeout of one attempt, in milliseconds. Default 60,000. */
  readonly timeout?: number | undefined;
  /** Maximum number of retries. Default 2. */
  readonly retries?: number | undefined;
  /** Sends the HTTP requests. Default: the global `fetch`. The client's own connections are not used. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** A file to upload. A `File` is a `Blob`. Streams are not valid, because a retry sends the same bytes again. */
export type UploadFile = Blob | Uint8Array;

/**
 * Uploads a file into a slot of `createDocument`.
 *
 * The file is sent to the vendor's storage as a form, without the API key or any other API header. It is retried, with
 * the same bytes, after network failures and 5xx responses.
 *
 * @throws ConnectError (it rejects). `apiCode` is the storage's own code, such as `EntityTooLarge`.
 * @see https://docs.developer.plastiq.com/docs/overview
 * @example
 * ```ts
 * import { uploadDocument, type UploadSlot } from "@plastiq-connect/core";
 *
 * export async function fill(slot: UploadSlot, file: Blob): Promise<void> {
 *   await uploadDocument(slot, file, { timeout: 30_000 });
 * }
 * ```
 */
export async function uploadDocument(slot: UploadSlot, file: UploadFile, options: UploadOptions = {}): Promise<void> {
  const { signal, timeout, retries, fetch } = checkedOptions(options);
  if (typeof slot?.url !== "string") throw inputInvalid("slot must be an upload slot.", "slot");
  checkUrl(slot.url);
  const content = checkedFile(file, slot.contentType);
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(slot, content, { signal, timeout, fetch });
    } catch (error) {
      if (!isConnectError(error)) throw error;
      const passing = ["network_failed", "timed_out", "server_failed", "server_unavailable", "rate_limited"];
      if (attempt > retries || !passing.includes(error.code)) {
        // The same file under the same key may be stored twice.
        const facts = { operation: "uploadDocument", host: new URL(slot.url).host, attempts: attempt };
        throw new ConnectError({ ...error, ...facts, message: error.message, next: nextStepOf(error) });
      }
      await wait(fullJitter(attempt - 1), signal);
    }
  }
}

interface CheckedOptions {
  readonly signal: AbortSignal | undefined;
  readonly timeout: number;
  readonly retries: number;
  readonly fetch: typeof globalThis.fetch;
}

/** Returns the options with their defaults. @throws ConnectError `configuration_invalid`. */
export function checkedOptions(options: UploadOptions | undefined): CheckedOptions {
  const { timeout = 60_000, retries = 2, fetch = globalThis.fetch, signal } = options ?? {};
  if (!Number.isFinite(timeout) || timeout <= 0) throw configurationInvalid("timeout must be a positive number.");
  if (!Number.isFinite(retries) || retries < 0) throw configurationInvalid("retries must not be negative.");
  return { timeout, retries, fetch, signal: checkedSignal(signal) };
}

function nextStepOf(error: ConnectError): ConnectError["next"] {
  return error.next === "new-attempt" ? error.next : nextStep(error, "safe");
}

async function send(
  slot: UploadSlot,
  content: Blob,
  { signal, timeout, fetch }: Omit<CheckedOptions, "retries">,
): Promise<void> {
  if (signal?.aborted) throw failure("aborted", "The caller aborted the upload.", "not-sent");
  const controller = new AbortController();
  let end: () => void = () => {};
  // A custom fetch may ignore its signal.
  const stopped = new Promise<never>((_, reject) => {
    const stop = (error: ConnectError): void => {
      reject(error);
      controller.abort();
    };
    const late = failure("timed_out", `The upload was not complete within ${timeout} ms.`);
    const timer = setTimeout(() => stop(late), timeout);
    const release = signal && onAbort(signal, () => stop(failure("aborted", "The caller aborted the upload.")));
    end = () => {
      clearTimeout(timer);
      release?.();
    };
  });
  try {
    await Promise.race([stopped, post(slot, content, fetch, controller.signal)]);
  } finally {
    end();
  }
}

async function post(
  slot: UploadSlot,
  content: Blob,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<void> {
  try {
    const body = formOf(slot, content);
    const response = await fetch(slot.url, { method: "POST", body, redirect: "manual", signal });
    const { status } = response;
    if (status === 200 || status === 201 || status === 204) return void (await response.body?.cancel());
    throw uploadError(status, (await response.text()).slice(0, 10_000), Object.values(slot.fields));
  } catch (error) {
    // The message of any other error may quote the URL.
    throw isConnectError(error) ? error : failure("network_failed", "The upload failed on the network.");
  }
}

function failure(
  code: "aborted" | "timed_out" | "network_failed",
  message: string,
  outcome: ConnectError["outcome"] = "unknown",
): ConnectError {
  return new ConnectError({ code, outcome, message });
}

// S3 ignores every field after the file.
function formOf(slot: UploadSlot, content: Blob): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(slot.fields)) form.append(name, value);
  form.append("file", content, slot.filename);
  return form;
}

function checkUrl(text: string): void {
  try {
    const { protocol, hostname, username, password } = new URL(text);
    const loopback = /^(?:localhost|\[::1\]|127(?:\.\d+){3})$/.test(hostname);
    if ((protocol === "https:" || (protocol === "http:" && loopback)) && !username && !password) return;
  } catch {
    // The message does not repeat the URL.
  }
  throw new ConnectError({
    code: "response_unreadable",
    outcome: "not-sent",
    message: "The upload URL must be https: (http: on loopback), without credentials.",
  });
}

/** Returns the file with its type. @throws ConnectError `input_invalid`. */
export function checkedFile(file: unknown, type?: string): Blob {
  const content = file instanceof Blob ? file : blobOf(file);
  if (!content) throw inputInvalid("file must be a Blob, a File or a Uint8Array.", "file");
  if (content.size === 0) throw inputInvalid("file is empty.", "file");
  return content.slice(0, content.size, type);
}

function blobOf(file: unknown): Blob | undefined {
  try {
    // Not with `instanceof`: test runners have their own `Uint8Array`.
    return ArrayBuffer.isView(file) ? new Blob([file as Uint8Array<ArrayBuffer>]) : undefined;
  } catch {
    // The buffer was transferred. Some runtimes refuse shared memory, too.
    return undefined;
  }
}

import { baseUrlOf } from "../../environment.ts";
import { ConnectError, inputInvalid, isConnectError } from "../../error.ts";
import { checkedSignal } from "../../http/attempts/abort.ts";
import { makeAttempts } from "../../http/attempts/attempts.ts";
import { type FullCallLimits, fullCallLimits, MAX_MS } from "../../http/attempts/call-limits.ts";
import { cancelBody } from "../../http/transport/read-body.ts";
import { rawHeaders } from "../../http/transport/response-headers.ts";
import type { Attempt } from "../../http/transport/transport.ts";
import { readFile } from "./read-file.ts";
import { uploadError } from "./upload-error.ts";
import type { UploadSlot, UploadSlotFacts } from "./upload-slot.ts";

/** Options for {@link uploadDocument}. */
export interface UploadOptions {
  /** Aborts the upload, and the read of the file before it. */
  readonly signal?: AbortSignal | undefined;
  /** Timeout of one attempt, and of the read of the file before it, in milliseconds. Default 60,000. */
  readonly timeout?: number | undefined;
  /** Maximum number of retries. Default 2. */
  readonly retries?: number | undefined;
  /** Sends the HTTP requests. Default: the global `fetch`. The client's own connections are not used. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/**
 * A file to upload. A `File` is a `Blob`. It is read into memory first, so that a retry sends the same bytes. Streams are
 * not valid.
 */
export type UploadFile = Blob | Uint8Array;

/**
 * Uploads a file into a slot of `createDocument`.
 *
 * The file is sent to the vendor's storage as a form, without the API key or any other API header. It is retried like a
 * read, with the same bytes.
 *
 * @throws ConnectError (it rejects). `apiCode` is the storage's own code, such as `EntityTooLarge`. A web page with
 * status 200, such as a firewall's, is `response_unreadable`.
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
  const checked = checkedOptions(options);
  // Checked and copied before the file is read, because the caller may change it meanwhile.
  const target = checkedSlot(slot);
  await fillSlot(target, await readFile(file, checked), checked);
}

/** Uploads the content of a file into a slot. @throws ConnectError (it rejects). */
export async function fillSlot(
  slot: CheckedSlot,
  content: Blob,
  { signal, fetch, ...limits }: CheckedOptions,
): Promise<void> {
  await makeAttempts({
    limits,
    renewable: false,
    signal,
    // The same file under the same key may be stored twice.
    facts: { operation: "uploadDocument", host: slot.host, replay: "safe" },
    watch: undefined,
    run: (attempt) => post(slot, content, fetch, attempt),
  });
}

interface CheckedOptions extends FullCallLimits {
  readonly signal: AbortSignal | undefined;
  readonly fetch: typeof globalThis.fetch;
}

// No deadline: only the timeout and the retries limit an upload.
const DEFAULTS: FullCallLimits = { timeout: 60_000, retries: 2, deadline: MAX_MS };

/** Returns the options with their defaults. @throws ConnectError `configuration_invalid`. */
export function checkedOptions(options: UploadOptions | undefined): CheckedOptions {
  const { fetch = globalThis.fetch, signal, timeout, retries } = options ?? {};
  return { ...fullCallLimits(DEFAULTS, { timeout, retries }), fetch, signal: checkedSignal(signal) };
}

async function post(
  slot: CheckedSlot,
  content: Blob,
  fetch: typeof globalThis.fetch,
  { begin, onStage, signal }: Attempt,
): Promise<void> {
  const body = formOf(slot, content);
  begin();
  onStage();
  try {
    const response = await fetch(slot.url, { method: "POST", body, redirect: "manual", signal });
    const { status } = response;
    // A firewall that blocks uploads may respond with its own page and status 200. The storage sends XML, or nothing.
    const isPage = status === 200 && /html/i.test(rawHeaders(response).get("content-type") ?? "");
    // The file is stored, so the body does not matter.
    if ([200, 201, 204].includes(status) && !isPage) return void cancelBody(response.body);
    throw uploadError(status, (await response.text()).slice(0, 10_000), Object.values(slot.fields));
  } catch (error) {
    if (isConnectError(error)) throw error;
    // The message of any other error may quote the URL.
    const message = "The upload failed on the network.";
    throw new ConnectError({ code: "network_failed", outcome: "unknown", message });
  }
}

// S3 ignores every field after the file.
function formOf(slot: CheckedSlot, content: Blob): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(slot.fields)) form.append(name, value);
  form.append("file", content.slice(0, content.size, slot.contentType), slot.filename);
  return form;
}

interface CheckedSlot extends UploadSlotFacts {
  readonly host: string;
}

/** Returns a copy of a slot with its host. @throws ConnectError `input_invalid`. */
export function checkedSlot(slot: UploadSlot): CheckedSlot {
  const { url, fields, filename, contentType } = Object(slot) as UploadSlot;
  if (typeof url !== "string" || Object(fields) !== fields) throw inputInvalid("slot must be an upload slot.", "slot");
  try {
    const { protocol, host, username, password } = new URL(url);
    // The rules for the API's address also apply here.
    baseUrlOf({ baseUrl: `${protocol}//${host}` });
    if (!username && !password) return { host, url, fields: { ...fields }, filename, contentType };
  } catch {
    // The message does not repeat the URL.
  }
  throw new ConnectError({
    code: "response_unreadable",
    outcome: "not-sent",
    message: "The upload URL must be https: (http: on loopback), without credentials.",
  });
}

import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { copyOptions } from "../../http/caller/copy-options.ts";
import { type CreateDocumentRequest, copyDocument, createDocument } from "./create-document.ts";
import { readFile } from "./read-file.ts";
import { checkedOptions, checkedSlot, fillSlot, type UploadFile, type UploadOptions } from "./upload-document.ts";

/** Options for {@link sendDocument}: those of the call, and those of the upload. */
export interface SendDocumentOptions extends CallOptions {
  /** Options for the upload. */
  readonly upload?: Omit<UploadOptions, "signal"> | undefined;
}

/**
 * Uploads a document: creates a slot and fills it.
 *
 * The vendor's API cannot retrieve a document. After an error with the outcome `unknown`, send it again.
 *
 * @throws ConnectError (it rejects).
 * @see https://docs.developer.plastiq.com/docs/overview
 * @example
 * ```ts
 * import { type Caller, sendDocument } from "@plastiq-connect/core";
 *
 * export function invoice(caller: Caller, file: Blob, paymentId: string, payerId: string): Promise<void> {
 *   return sendDocument(
 *     caller,
 *     {
 *       type: "INVOICE",
 *       fileType: "pdf",
 *       filename: "invoice.pdf",
 *       payer: { id: payerId },
 *       payment: { id: paymentId },
 *     },
 *     file,
 *     { endUser: "none" },
 *   );
 * }
 * ```
 */
export async function sendDocument(
  caller: Caller,
  input: CreateDocumentRequest,
  file: UploadFile,
  options: SendDocumentOptions,
): Promise<void> {
  const { upload, ...given } = options ?? ({} as SendDocumentOptions);
  // Copies of the options and the input, because the caller may change them while the file is read.
  const call = copyOptions(given);
  const document = copyDocument(input);
  const checked = checkedOptions({ ...upload, signal: call.signal });
  // First, so that a file that cannot be read creates no slot.
  const content = await readFile(file, checked);
  const slot = await createDocument(caller, document, call);
  await fillSlot(checkedSlot(slot), content, checked);
}

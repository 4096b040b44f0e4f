import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import type { Call } from "../../http/operation/call.ts";
import { type CreateDocumentRequest, createDocument } from "./create-document.ts";
import { type SendDocumentOptions, sendDocument } from "./send-document.ts";
import { type UploadFile, type UploadOptions, uploadDocument } from "./upload-document.ts";
import type { UploadSlot } from "./upload-slot.ts";

/** Documents that the vendor requests, such as invoices. */
export interface Documents {
  /** Creates an upload slot for a document. See {@link createDocument}. */
  create(input: CreateDocumentRequest, options: CallOptions): Call<UploadSlot>;
  /** Uploads a file into a slot. See {@link uploadDocument}. */
  upload(slot: UploadSlot, file: UploadFile, options?: UploadOptions): Promise<void>;
  /** Creates a slot and fills it. See {@link sendDocument}. */
  send(input: CreateDocumentRequest, file: UploadFile, options: SendDocumentOptions): Promise<void>;
}

/** Binds the operations on documents to a caller. */
export function documentsOf(caller: Caller): Documents {
  return {
    create: (input, options) => createDocument(caller, input, options),
    upload: (slot, file, options) => uploadDocument(slot, file, options),
    send: (input, file, options) => sendDocument(caller, input, file, options),
  };
}

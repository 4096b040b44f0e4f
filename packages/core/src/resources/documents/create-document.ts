import * as v from "valibot";
import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { jsonRequest } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readJson, unreadable } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { fields } from "../../schema/fields.ts";
import { type Ref, refSchema } from "../../schema/id.ts";
import { oneOf } from "../../schema/kind.ts";
import { ANY, type Model } from "../../schema/model.ts";
import { once } from "../../schema/once.ts";
import { requiredText } from "../../schema/text.ts";
import { UploadSlot } from "./upload-slot.ts";

const MIME_TYPES = {
  doc: "application/msword",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  gif: "image/gif",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  pdf: "application/pdf",
  xls: "application/vnd.ms-excel",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

type DocumentFacts = {
  /** The kind of document. The reference lists `INVOICE`. The others, which webhooks request, are inferred. */
  readonly type:
    | "INVOICE"
    | "SUPPLIER_INVOICE_OR_PURCHASE_ORDER"
    | "GOVERNMENT_ISSUED_ID"
    | "CARD_OR_BANK_STATEMENT"
    | "BENEFICIAL_OWNER"
    | (string & {});
  /** The format of the file. */
  readonly fileType: keyof typeof MIME_TYPES;
  /** The name of the file, such as `invoice_123.pdf`. */
  readonly filename: string;
  /** The payer. */
  readonly payer: Ref;
};

/** The document to upload, and the one thing that it belongs to. */
export type CreateDocumentRequest = DocumentFacts &
  (
    | { readonly paymentIntent: Ref; readonly payment?: undefined; readonly recipient?: undefined }
    | { readonly payment: Ref; readonly paymentIntent?: undefined; readonly recipient?: undefined }
    | { readonly recipient: Ref; readonly paymentIntent?: undefined; readonly payment?: undefined }
  );

const requestSchema = /* @__PURE__ */ once(
  () =>
    v.pipe(
      fields({
        type: requiredText(),
        fileType: oneOf(...(Object.keys(MIME_TYPES) as (keyof typeof MIME_TYPES)[])),
        filename: requiredText(),
        payer: refSchema(),
        paymentIntent: v.optional(refSchema()),
        payment: v.optional(refSchema()),
        recipient: v.optional(refSchema()),
      }),
      v.check(
        ({ paymentIntent, payment, recipient }) => [paymentIntent, payment, recipient].filter(Boolean).length === 1,
        "needs exactly one of paymentIntent, payment and recipient",
      ),
    ) as v.GenericSchema<unknown> as v.GenericSchema<CreateDocumentRequest>,
);

/** Returns a copy of a valid request. An invalid one is returned unchanged, for `createDocument` to reject. */
export function copyDocument(input: CreateDocumentRequest): CreateDocumentRequest {
  const { success, output } = v.safeParse(requestSchema(), input);
  return success ? output : input;
}

const documentModel = (): Model => ({
  uploadURL: ANY,
  metadata: {
    Key: ANY,
    success_action_status: ANY,
    bucket: ANY,
    "X-Amz-Algorithm": ANY,
    "X-Amz-Credential": ANY,
    "X-Amz-Date": ANY,
    "X-Amz-Security-Token": ANY,
    Policy: ANY,
    "X-Amz-Signature": ANY,
  },
});

/** `POST /documents` as data. It only creates an upload slot, so it can be retried (inferred). */
export const createDocumentOperation: Operation<CreateDocumentRequest, UploadSlot> = {
  name: "createDocument",
  replay: "safe",
  encode: (input, context) => jsonRequest("POST", "/documents", context, checkInput(requestSchema(), input)),
  decode(response, { body = "" }) {
    const { uploadURL, metadata } = readJson(response);
    if (typeof uploadURL !== "string" || !uploadURL) throw unreadable(response, "The response has no uploadURL.");
    const fields = Object.entries(Object(metadata ?? {}));
    if (fields.some(([, value]) => typeof value !== "string")) {
      throw unreadable(response, "The response has a form field that is not text.");
    }
    const { filename, fileType } = JSON.parse(body) as DocumentFacts;
    return new UploadSlot(
      {
        url: uploadURL,
        fields: Object.fromEntries(fields) as Record<string, string>,
        filename,
        contentType: MIME_TYPES[fileType],
      },
      response.traceId,
    );
  },
  model: documentModel,
};

/**
 * Creates an upload slot for a document. `uploadDocument` fills it; `sendDocument` does both.
 *
 * @throws ConnectError (the call rejects).
 * @see https://docs.developer.plastiq.com/docs/overview
 * @example
 * ```ts
 * import { type Caller, createDocument, type UploadSlot } from "@plastiq-connect/core";
 *
 * export function slotFor(caller: Caller, paymentId: string, payerId: string): Promise<UploadSlot> {
 *   return createDocument(
 *     caller,
 *     {
 *       type: "INVOICE",
 *       fileType: "pdf",
 *       filename: "invoice.pdf",
 *       payer: { id: payerId },
 *       payment: { id: paymentId },
 *     },
 *     { endUser: "none" },
 *   );
 * }
 * ```
 */
export function createDocument(caller: Caller, input: CreateDocumentRequest, options: CallOptions): Call<UploadSlot> {
  return invoke(caller, createDocumentOperation, input, options);
}

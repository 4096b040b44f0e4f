import * as v from "valibot";
import type { RecordKind } from "../../account/records.ts";
import { type ResourceView, viewOf } from "../../operation/resource.ts";
import { textLike } from "../../schema/fields.ts";
import { openObject } from "../../schema/object.ts";

/** A type of document: the vendor's list is open. */
export const documentType: v.GenericSchema<string> = textLike(
  /^[A-Z][A-Z0-9_]{0,63}$/,
  "must be a type of document such as INVOICE",
);

/** The purpose of a document. */
export type DocumentTarget = "paymentIntent" | "payment" | "recipient";

/** A place to upload one document to, as the sandbox keeps it. */
export interface KeptDocument {
  readonly id: string;
  readonly payerId: string;
  readonly target: DocumentTarget;
  readonly targetId: string;
  readonly type: string;
  readonly fileType: string;
  readonly filename: string;
  /** The form fields that the upload must repeat unchanged. They are rights to upload. */
  readonly fields: Readonly<Record<string, string>>;
  /** Epoch ms. */
  readonly expiresAt: number;
  /** The size of the uploaded file; null before the upload. */
  readonly uploadedBytes: number | null;
}

/** The documents of an account. */
export const documents: RecordKind<KeptDocument> = {
  name: "documents",
  keyOf: ({ id }) => id,
  fields: {
    id: v.string(),
    payerId: v.string(),
    target: v.string(),
    targetId: v.string(),
    type: v.string(),
    fileType: v.string(),
    filename: v.string(),
    fields: openObject({}),
    expiresAt: v.number(),
    uploadedBytes: v.nullable(v.number()),
  },
};

/** The sandbox's view of a document. No response of the vendor's shows a document. */
export interface DocumentState {
  /** The last part of its upload URL. */
  readonly id: string;
  /** Id of the payer. */
  readonly payerId: string;
  /** The owner of the document. */
  readonly target: DocumentTarget;
  /** Id of that resource. */
  readonly targetId: string;
  /** Type of the document, such as `INVOICE`. */
  readonly type: string;
  /** Type of the file, such as `pdf`. */
  readonly fileType: string;
  /** The size of the uploaded file; null before the upload. */
  readonly uploadedBytes: number | null;
  /** When its upload form expires, ISO 8601. */
  readonly expiresAt: string;
}

/** Shows documents without their file name and form fields. */
export const documentView: ResourceView<DocumentState> = viewOf({
  title: "Documents",
  kind: documents,
  show: ({ id, payerId, target, targetId, type, fileType, uploadedBytes, expiresAt }) => ({
    ...{ id, payerId, target, targetId, type, fileType, uploadedBytes },
    expiresAt: new Date(expiresAt).toISOString(),
  }),
  describe: ({ id, type, fileType, uploadedBytes, target, targetId }) => ({
    id,
    title: `${type} (${fileType})`,
    status: uploadedBytes === null ? "WANTED" : "UPLOADED",
    facts: [uploadedBytes === null ? "not uploaded" : `${uploadedBytes} bytes`, `${target} ${targetId}`],
  }),
});

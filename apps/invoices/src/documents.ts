import { type CreateDocumentRequest, sendDocument } from "@plastiq-connect/core";
import { change, type Desk, type OnBehalf } from "./desk.ts";
import type { Invoice } from "./invoice.ts";
import { readPayment } from "./read-payment.ts";

/** The largest document, in bytes: 10 MB. */
export const MAX_DOCUMENT_BYTES = 10_000_000;

const FILE_TYPES: Readonly<Record<string, CreateDocumentRequest["fileType"]>> = {
  "application/pdf": "pdf",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "application/msword": "doc",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
};

/** Returns the vendor's name of a file's type, or undefined when the vendor takes none of this type. */
export function fileTypeOf(contentType: string | undefined): CreateDocumentRequest["fileType"] | undefined {
  return FILE_TYPES[contentType?.split(";")[0]?.trim().toLowerCase() ?? ""];
}

/** Notes that the vendor wants a document, when the vendor says that the payment is under review. */
export async function wantDocument(desk: Desk, invoice: Invoice, paymentId: string, type: string): Promise<void> {
  const payment = await readPayment(desk, invoice, paymentId);
  if (payment.status !== "UNDER_REVIEW") return;
  await change(desk, invoice.number, ({ documents = [], ...record }) => ({
    ...record,
    documents: [...documents.filter((document) => document.type !== type), { type, isUploaded: false }],
  }));
}

/** A document that somebody uploads. */
export interface Upload {
  readonly type: string;
  readonly fileType: CreateDocumentRequest["fileType"];
  readonly file: Uint8Array<ArrayBuffer>;
}

/** Passes a wanted document on to the vendor. Returns false when no such document is wanted. */
export async function passOnDocument(
  desk: Desk,
  invoice: Invoice,
  { type, fileType, file }: Upload,
  call: OnBehalf,
): Promise<boolean> {
  const { payment, documents = [] } = (await desk.store.read(invoice.number))?.record ?? {};
  if (!payment || !documents.some((document) => document.type === type)) return false;
  // Not the name that the file has on somebody's computer: it can say more than the vendor needs to know.
  const filename = `invoice-${invoice.number}.${fileType}`;
  const input = { type, fileType, filename, payer: { id: invoice.payerId }, payment: { id: payment.id } };
  await sendDocument(desk.caller, input, file, call);
  await change(desk, invoice.number, ({ documents: wanted = [], ...record }) => ({
    ...record,
    documents: wanted.map((document) => (document.type === type ? { type, isUploaded: true } : document)),
  }));
  return true;
}

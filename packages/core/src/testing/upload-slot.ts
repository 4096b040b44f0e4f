import { UploadSlot } from "../resources/documents/upload-slot.ts";

/** A text of {@link SLOT} that must never be printed. */
export const SLOT_SECRET = "AKIA-canary-signature";
export const SLOT_FACTS = {
  url: "https://bucket.s3.example/",
  fields: { Key: "k/1", Policy: SLOT_SECRET, "X-Amz-Signature": SLOT_SECRET },
  filename: 'invoice "é".pdf',
  contentType: "application/pdf",
};
export const SLOT = new UploadSlot(SLOT_FACTS, "t");

import * as v from "valibot";
import type { Account } from "../../account/account.ts";
import { defineOperation, END_USER_HEADERS, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { reference, text } from "../../schema/fields.ts";
import { documented, named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";
import { knownPayer } from "../payers/payer.ts";
import { knownIntent } from "../payment-intents/payment-intent.ts";
import { knownPayment } from "../payments/payment.ts";
import { knownRecipient } from "../recipients/recipient.ts";
import { type DocumentTarget, documents, documentType } from "./document.ts";
import { FORM_LIFETIME_MS, uploadFields } from "./upload-form.ts";

const targets = ["paymentIntent", "payment", "recipient"] as const satisfies readonly DocumentTarget[];

const body = named(
  "NewDocument",
  v.pipe(
    object({
      type: documentType,
      fileType: v.picklist(["doc", "docx", "gif", "jpeg", "jpg", "pdf", "xls", "xlsx"]),
      filename: text(),
      payer: reference,
      paymentIntent: v.exactOptional(reference),
      payment: v.exactOptional(reference),
      recipient: v.exactOptional(reference),
    }),
    v.check(
      (given) => targets.filter((target) => given[target] !== undefined).length === 1,
      "needs exactly one of paymentIntent, payment and recipient",
    ),
  ),
);

const response = named(
  "UploadSlot",
  object({
    uploadURL: documented(v.string()),
    metadata: documented(
      named(
        "UploadFields",
        object({
          Key: documented(v.string()),
          success_action_status: documented(v.string()),
          bucket: documented(v.string()),
          "X-Amz-Algorithm": documented(v.string()),
          "X-Amz-Credential": documented(v.string()),
          "X-Amz-Date": documented(v.string()),
          "X-Amz-Security-Token": documented(v.string()),
          Policy: documented(v.string()),
          "X-Amz-Signature": documented(v.string()),
        }),
      ),
    ),
  }),
);

/**
 * Creates a form for the upload of one document. The response has no id: nothing can be read back later.
 * @see https://docs.developer.plastiq.com/docs/payment-review-process
 */
export const createDocument: SandboxOperation = defineOperation({
  method: "POST",
  path: "/documents",
  headers: END_USER_HEADERS,
  source: "documented",
  body,
  response,
  carryOut({ account, body: given, now, random, origin }) {
    const payer = knownPayer(account, given.payer.id);
    // The schema lets exactly one through.
    const target = targets.find((candidate) => given[candidate] !== undefined) as DocumentTarget;
    const targetId = knownTarget(account, target, given[target]?.id ?? "", payer.id);
    const id = random.uuid();
    const fields = uploadFields(id, now, random);
    account.records(documents).put({
      ...{ id, payerId: payer.id, target, targetId, fields },
      ...{ type: given.type, fileType: given.fileType, filename: given.filename },
      expiresAt: now + FORM_LIFETIME_MS,
      uploadedBytes: null,
    });
    return ok({ uploadURL: `${origin}/uploads/${id}`, metadata: fields });
  },
});

function knownTarget(account: Account, target: DocumentTarget, id: string, payerId: string): string {
  if (target === "payment") return knownPayment(account, id, payerId).id;
  if (target === "paymentIntent") return knownIntent(account, id, payerId).id;
  return knownRecipient(account, id, payerId).record.id;
}

import * as v from "valibot";
import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { contact } from "../../schema/contact.ts";
import { reference, text } from "../../schema/fields.ts";
import { named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";
import { knownRecipient, recipientAddress, recipientResponse, recipients } from "./recipient.ts";

/**
 * Updates a recipient. A field that is given replaces the old value whole; category and receiving method cannot change.
 * @see https://docs.developer.plastiq.com/docs/recipients-overview
 */
export const updateRecipient: SandboxOperation = defineOperation({
  method: "PATCH",
  path: "/recipients/{id}",
  headers: [],
  source: "documented",
  body: named(
    "RecipientChanges",
    object({
      businessName: v.exactOptional(text()),
      businessAddress: v.exactOptional(recipientAddress),
      contact: v.exactOptional(contact),
      payer: v.exactOptional(reference),
    }),
  ),
  response: recipientResponse,
  carryOut({ account, params, body: { payer, ...changes } }) {
    const kept = knownRecipient(account, params.id ?? "", payer?.id);
    return ok(account.records(recipients).put({ ...kept, record: { ...kept.record, ...changes } }).record);
  },
});

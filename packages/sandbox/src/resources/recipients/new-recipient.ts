import * as v from "valibot";
import type { Call } from "../../operation/operation.ts";
import { refuse } from "../../operation/refusal.ts";
import { type Contact, contact } from "../../schema/contact.ts";
import { reference, text, uuid } from "../../schema/fields.ts";
import { named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";
import { findCategory } from "../categories/category.ts";
import { knownPayer } from "../payers/payer.ts";
import { type ReceivingMethod, receivingMethod, receivingMethodRecord } from "./receiving-method.ts";
import { type KeptRecipient, type RecipientAddress, recipientAddress, recipients } from "./recipient.ts";

/** The fields of a new recipient. */
export interface NewRecipient {
  readonly businessName: string;
  readonly categoryId: string;
  readonly businessAddress: RecipientAddress;
  readonly contact: Contact;
  readonly receivingMethod: ReceivingMethod;
  readonly payer?: { readonly id: string };
}

/** A new recipient in a request: on its own, or inside a payment intent. */
export const newRecipient: v.GenericSchema<NewRecipient> = named(
  "NewRecipient",
  object({
    businessName: text(),
    categoryId: uuid,
    businessAddress: recipientAddress,
    contact,
    receivingMethod,
    payer: v.exactOptional(reference),
  }),
);

/** Adds a recipient to the account, or refuses an unknown payer or category. */
export function addRecipient(
  { account, now, random }: Pick<Call, "account" | "now" | "random">,
  { payer, receivingMethod: receiving, ...given }: NewRecipient,
): KeptRecipient {
  const payerId = payer ? knownPayer(account, payer.id).id : null;
  if (!findCategory(given.categoryId)) throw refuse("field_invalid", "categoryId is not the id of a category.");
  return account.records(recipients).put({
    payerId,
    record: {
      id: random.uuid(),
      ...given,
      receivingMethod: receivingMethodRecord(receiving),
      createdAt: new Date(now).toISOString(),
      status: "ACTIVE",
    },
  });
}

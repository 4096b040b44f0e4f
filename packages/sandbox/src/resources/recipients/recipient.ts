import * as v from "valibot";
import type { Account } from "../../account/account.ts";
import type { RecordKind } from "../../account/records.ts";
import { refuse } from "../../operation/refusal.ts";
import { type ResourceView, viewOf } from "../../operation/resource.ts";
import { type Contact, contact } from "../../schema/contact.ts";
import { country, line2, text } from "../../schema/fields.ts";
import { documented, named } from "../../schema/label.ts";
import { object, openObject } from "../../schema/object.ts";
import { type ReceivingMethodRecord, receivingMethodResponse } from "./receiving-method.ts";

/** The address of a recipient: only the first line and the country are certain. */
export interface RecipientAddress {
  readonly line1: string;
  readonly line2?: string | null;
  readonly city?: string;
  readonly state?: string;
  readonly postalCode?: string;
  readonly country: string;
}

/** A recipient as in a response. Its payer is not in it. */
export interface RecipientRecord {
  readonly id: string;
  readonly businessName: string;
  readonly categoryId: string;
  readonly businessAddress: RecipientAddress;
  readonly contact: Contact;
  readonly receivingMethod: ReceivingMethodRecord;
  readonly createdAt: string;
  readonly status: "ACTIVE";
}

/** A recipient and the payer that alone may pay it; null: every payer of the account may. */
export interface KeptRecipient {
  readonly payerId: string | null;
  readonly record: RecipientRecord;
}

/** The recipients of an account. */
export const recipients: RecordKind<KeptRecipient> = {
  name: "recipients",
  keyOf: ({ record }) => record.id,
  fields: { payerId: v.nullable(v.string()), record: openObject({ id: v.string(), categoryId: v.string() }) },
};

/** A recipient's address in a request. */
export const recipientAddress: v.GenericSchema<RecipientAddress> = named(
  "RecipientAddress",
  object({
    line1: text(),
    line2,
    city: v.exactOptional(text()),
    state: v.exactOptional(text()),
    postalCode: v.exactOptional(text(20)),
    country,
  }),
);

/** A recipient in a response. */
export const recipientResponse: v.GenericSchema<RecipientRecord> = named(
  "Recipient",
  object({
    id: documented(v.string()),
    businessName: documented(v.string()),
    categoryId: documented(v.string()),
    businessAddress: documented(recipientAddress),
    contact: documented(contact),
    receivingMethod: documented(receivingMethodResponse),
    createdAt: documented(v.string()),
    status: documented(v.literal("ACTIVE")),
  }),
);

/** Returns whether a request that names this payer, or none, may see a recipient. */
export function isSeenBy({ payerId }: KeptRecipient, given: string | undefined): boolean {
  return payerId === null || payerId.toLowerCase() === given?.toLowerCase();
}

/** Returns the recipient with this id if the payer may see it, or throws a 404. */
export function knownRecipient(account: Account, id: string, payerId: string | undefined): KeptRecipient {
  const kept = account.records(recipients).find(id);
  if (!kept || !isSeenBy(kept, payerId)) throw refuse("resource_unknown", "The recipient does not exist.");
  return kept;
}

/** The sandbox's view of a recipient. */
export interface RecipientState {
  /** Id (UUID) of the recipient. */
  readonly id: string;
  /** Name of the business. */
  readonly businessName: string;
  /** The only payer that may pay it; null: every payer may. */
  readonly payerId: string | null;
  /** Id of its category. */
  readonly categoryId: string;
  /** How it is paid. */
  readonly receivingMethod: "ACH" | "EFT" | "WIRE" | "CHECK";
  /** Always `ACTIVE`. */
  readonly status: "ACTIVE";
  /** ISO 8601. */
  readonly createdAt: string;
}

/** Shows recipients without account numbers. */
export const recipientView: ResourceView<RecipientState> = viewOf({
  title: "Recipients",
  kind: recipients,
  show: ({ payerId, record: { id, businessName, categoryId, receivingMethod, status, createdAt } }) => ({
    id,
    businessName,
    payerId,
    categoryId,
    receivingMethod: receivingMethod.type,
    status,
    createdAt,
  }),
  describe: ({ id, businessName, receivingMethod, status, payerId }) => ({
    id,
    title: `${businessName} (${receivingMethod})`,
    status,
    facts: [payerId === null ? "any payer" : `payer ${payerId}`],
  }),
});

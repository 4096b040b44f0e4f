import * as v from "valibot";
import type { Account } from "../../account/account.ts";
import type { RecordKind } from "../../account/records.ts";
import { refuse } from "../../operation/refusal.ts";
import { type ResourceView, viewOf } from "../../operation/resource.ts";
import type { Address } from "../../schema/address.ts";
import type { Contact } from "../../schema/contact.ts";
import { openObject } from "../../schema/object.ts";
import { LOCAL_PAYER_ID } from "../../settings.ts";

/** A payer as in a response: identity documents keep their type and get an id, their value is forgotten. */
export interface PayerRecord {
  /** A UUID v4. */
  readonly id: string;
  /** As it was sent. */
  readonly businessName?: string;
  /** As it was sent. */
  readonly contact: Contact;
  /** As it was sent. */
  readonly businessAddress?: Address;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Never changes. */
  readonly status: "ACTIVE";
  /** Without their values. */
  readonly identityDocuments: readonly { readonly type: string; readonly id: string }[];
}

/** The payers of an account, one of them from the start. */
export const payers: RecordKind<PayerRecord> = {
  name: "payers",
  keyOf: ({ id }) => id,
  fields: {
    id: v.string(),
    businessName: v.exactOptional(v.string()),
    contact: openObject({}),
    businessAddress: v.exactOptional(openObject({})),
    createdAt: v.string(),
    status: v.string(),
    identityDocuments: v.array(openObject({})),
  },
  seed: (now) => [
    {
      id: LOCAL_PAYER_ID,
      businessName: "Local Sandbox Coffee",
      contact: { firstName: "Jen", lastName: "Doe", email: "jen.doe@example.com" },
      createdAt: new Date(now).toISOString(),
      status: "ACTIVE",
      identityDocuments: [],
    },
  ],
};

/** Returns the payer with this id, or throws a 404. */
export function knownPayer(account: Account, id: string): PayerRecord {
  const payer = account.records(payers).find(id);
  if (!payer) throw refuse("resource_unknown", "The payer does not exist.");
  return payer;
}

/** Returns what a payer is called: its business, or the person to contact. */
export function payerName({ businessName, contact }: Pick<PayerRecord, "businessName" | "contact">): string {
  const { firstName, lastName, email, phone } = contact;
  return businessName ?? ([firstName, lastName].filter(Boolean).join(" ") || email || phone || "");
}

/** Payers have a panel of their own in the inspector. */
export const payerView: ResourceView<PayerRecord> = viewOf({
  title: "Payers",
  kind: payers,
  show: (payer) => structuredClone(payer),
});

import * as v from "valibot";
import type { Random } from "../../account/random.ts";
import type { Address } from "../../schema/address.ts";
import { type Contact, contact } from "../../schema/contact.ts";
import { address, country, text } from "../../schema/fields.ts";
import { documented, named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";
import type { PayerRecord } from "./payer.ts";

interface IdentityDocument {
  readonly type: string;
  readonly value: string;
  readonly countryOfIssuance?: string;
}

const identityDocuments: v.GenericSchema<readonly IdentityDocument[]> = v.array(
  named(
    "NewIdentityDocument",
    object({
      type: v.picklist(["US_TIN", "US_EIN", "US_SSN", "PASSPORT_NUMBER", "ALIEN_REGISTRATION_NUMBER"]),
      value: text(),
      countryOfIssuance: v.exactOptional(country),
    }),
  ),
);

interface PayerFields {
  readonly businessName?: string;
  readonly businessAddress?: Address;
  readonly identityDocuments?: readonly IdentityDocument[];
}

const fields = {
  businessName: v.exactOptional(text()),
  businessAddress: v.exactOptional(address),
  identityDocuments: v.exactOptional(identityDocuments),
};

/** A new payer in a request. */
export const newPayer: v.GenericSchema<PayerFields & { readonly contact: Contact }> = named(
  "NewPayer",
  object({
    contact,
    ...fields,
  }),
);

/** The changes of a payer in a request. */
export const payerChanges: v.GenericSchema<PayerFields & { readonly contact?: Contact }> = named(
  "PayerChanges",
  object({
    contact: v.exactOptional(contact),
    ...fields,
  }),
);

/** A payer in a response. */
export const payerResponse: v.GenericSchema<PayerRecord> = named(
  "Payer",
  object({
    id: documented(v.string()),
    businessName: v.exactOptional(documented(v.string())),
    contact: documented(contact),
    businessAddress: v.exactOptional(documented(address)),
    createdAt: documented(v.string()),
    status: documented(v.literal("ACTIVE")),
    identityDocuments: documented(
      v.array(named("IdentityDocument", object({ type: documented(v.string()), id: documented(v.string()) }))),
    ),
  }),
);

/** Returns what is kept of identity documents: their values are forgotten. */
export function identityDocumentRecords(
  given: readonly IdentityDocument[] = [],
  random: Random,
): PayerRecord["identityDocuments"] {
  return given.map(({ type }) => ({ type, id: random.uuid() }));
}

import { type Address, addressModel } from "../../schema/address.ts";
import { type Contact, contactModel } from "../../schema/contact.ts";
import { ANY, type Model } from "../../schema/model.ts";

/** A payer as the vendor describes it. Only `id` is checked: the vendor marks no field as required. */
export interface Payer {
  /** The id (UUID) of the payer. */
  readonly id: string;
  /** The person that the vendor can contact. */
  readonly contact?: Contact;
  /** The name of the payer's business. */
  readonly businessName?: string;
  /** The address of the business, or a consumer's home address. */
  readonly businessAddress?: Address;
  /** The creation time, as the vendor's text. */
  readonly createdAt?: string;
  /** An open list. */
  readonly status?: "ACTIVE" | "INACTIVE" | "UNKNOWN" | (string & {});
  /** The documents without their values, which the vendor never returns. */
  readonly identityDocuments?: readonly { readonly type: string; readonly id: string }[];
  /** Fields that are unknown to this release. */
  readonly [field: string]: unknown;
}

/** The kinds of identity documents that the vendor documents. */
export const IDENTITY_TYPES = ["US_TIN", "US_EIN", "US_SSN", "PASSPORT_NUMBER", "ALIEN_REGISTRATION_NUMBER"] as const;

/** The known fields of a {@link Payer}. */
export const payerModel: Model = {
  id: ANY,
  contact: contactModel,
  businessName: ANY,
  businessAddress: addressModel,
  createdAt: ANY,
  status: ["ACTIVE", "INACTIVE", "UNKNOWN"],
  identityDocuments: { type: IDENTITY_TYPES, id: ANY },
};

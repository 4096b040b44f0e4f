import { readAnswer } from "../../http/operation/decode.ts";
import type { ApiResponse } from "../../http/operation/operation.ts";
import { type Address, addressModel } from "../../schema/address.ts";
import { type Contact, contactModel } from "../../schema/contact.ts";
import { ANY, type Model } from "../../schema/model.ts";

/** A payer as the vendor describes it. Only `id` is checked: the vendor marks no field as required. */
export interface Payer {
  /** The id (UUID) that secrets and payment methods are scoped to. */
  readonly id: string;
  /** Whom the vendor can reach. */
  readonly contact?: Contact;
  /** The name of a business that pays. */
  readonly businessName?: string;
  /** Also a consumer's home address. */
  readonly businessAddress?: Address;
  /** When it was created. As text, as the vendor wrote it. */
  readonly createdAt?: string;
  /** An open list. */
  readonly status?: "ACTIVE" | "INACTIVE" | "UNKNOWN" | (string & {});
  /** Without their values, which the vendor never sends back. */
  readonly identityDocuments?: readonly { readonly type: string; readonly id: string }[];
  /** Fields that the vendor adds after this release. */
  readonly [field: string]: unknown;
}

/** Reads a payer out of a response. @throws ConnectError `response_unreadable`. */
export function readPayer(response: ApiResponse): Payer {
  return readAnswer(response, "id");
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

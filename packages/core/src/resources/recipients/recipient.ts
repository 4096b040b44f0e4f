import { type Address, addressModel } from "../../schema/address.ts";
import type { Changes } from "../../schema/changes.ts";
import { type Contact, contactModel } from "../../schema/contact.ts";
import { ANY, type Model } from "../../schema/model.ts";

/** The address of a recipient's business. Only the first line and the country are required. */
export type RecipientAddress = Pick<Address, "line1" | "country"> & Changes<Omit<Address, "line1" | "country">>;

/** The way in which a recipient is paid, as the vendor describes it. The fields depend on its `type`. */
export interface RecipientReceivingMethod {
  /** The kind of payout. An open list. */
  readonly type?: "ACH" | "EFT" | "WIRE" | "CHECK" | (string & {});
  /** The last four digits of the account number. */
  readonly accountLastFour?: string;
  /** Some of the vendor's samples return the whole number: keep it out of logs. */
  readonly accountNumber?: string;
  /** The routing number of the bank. */
  readonly routingNumber?: string;
  /** The holder of the bank account. */
  readonly beneficiaryName?: string;
  /** The first line of a check's address. */
  readonly line1?: string;
  /** The second line of a check's address. */
  readonly line2?: string | null;
  /** The city of a check's address. */
  readonly city?: string;
  /** The state or province of a check's address. */
  readonly state?: string;
  /** The postal code of a check's address. */
  readonly postalCode?: string;
  /** The country of the bank account or of a check's address. */
  readonly country?: string;
  /** Fields that are unknown to this release. */
  readonly [field: string]: unknown;
}

/** A recipient as the vendor describes it. Only `id` is checked: the vendor marks no field as required. */
export interface Recipient {
  /** The id (UUID), to pay to. */
  readonly id: string;
  /** The name of the business. */
  readonly businessName?: string;
  /** The id (UUID) of its category. */
  readonly categoryId?: string;
  /** The address of the business. */
  readonly businessAddress?: RecipientAddress;
  /** The person that the vendor can contact. */
  readonly contact?: Contact;
  /** How the recipient is paid. */
  readonly receivingMethod?: RecipientReceivingMethod;
  /** The creation time, as the vendor's text. */
  readonly createdAt?: string;
  /** An open list. */
  readonly status?: "ACTIVE" | "INACTIVE" | "UNKNOWN" | (string & {});
  /** Fields that are unknown to this release. */
  readonly [field: string]: unknown;
}

/** The known fields of a {@link Recipient}. */
export const recipientModel = (): Model => ({
  id: ANY,
  businessName: ANY,
  categoryId: ANY,
  businessAddress: addressModel,
  contact: contactModel,
  receivingMethod: {
    ...addressModel,
    type: ["ACH", "EFT", "WIRE", "CHECK"],
    accountLastFour: ANY,
    accountNumber: ANY,
    routingNumber: ANY,
    beneficiaryName: ANY,
  },
  createdAt: ANY,
  status: ["ACTIVE", "INACTIVE", "UNKNOWN"],
});

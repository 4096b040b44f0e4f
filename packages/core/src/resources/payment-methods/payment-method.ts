import { type Address, addressModel } from "../../schema/address.ts";
import { ANY, type Model } from "../../schema/model.ts";

/** The vendor's data about a stored card or bank account. The fields depend on the method's `type`. */
export interface PaymentMethodData {
  /** The last four digits of a card's number. */
  readonly last4?: string;
  /** The card brand, such as `Visa`. An open list. */
  readonly brand?: string;
  /** A card's month of expiry, such as `01`. */
  readonly expirationMonth?: string;
  /** A card's year of expiry, such as `2031`. */
  readonly expirationYear?: string;
  /** A card's kind. An open list. */
  readonly subType?: "CREDIT" | "DEBIT" | (string & {});
  /** The last four digits of a bank account's number. */
  readonly accountLastFour?: string;
  /** A bank account's routing number. */
  readonly routingNumber?: string;
  /** A bank account's kind, such as `CHECKING`. */
  readonly accountType?: string;
  /** The account holder. */
  readonly accountHolderName?: string;
  /** The time at which it was stored, as the vendor's text. */
  readonly createdAt?: string;
  /** The billing address. */
  readonly billingAddress?: Address;
  readonly [field: string]: unknown;
}

/** A stored card or bank account. Only `id` is checked: the vendor marks no field as required. */
export interface PaymentMethod {
  /** The id (UUID) to pay with. It is not a secret. */
  readonly id: string;
  /** The kind of payment method. An open list. */
  readonly type?: "CARD" | "BANK_ACCOUNT" | (string & {});
  /** The status. An `INACTIVE` method is stored, but cannot be used; see `statusReasons`. */
  readonly status?: "ACTIVE" | "INACTIVE" | (string & {});
  /** The reasons why it cannot be used. */
  readonly statusReasons?: readonly { readonly code?: string; readonly message?: string }[];
  /** The data that the payer may see. */
  readonly data?: PaymentMethodData;
  readonly [field: string]: unknown;
}

/** The known fields of a {@link PaymentMethod}. */
export const paymentMethodModel: Model = {
  id: ANY,
  type: ["CARD", "BANK_ACCOUNT"],
  status: ["ACTIVE", "INACTIVE"],
  statusReasons: { code: ANY, message: ANY },
  data: {
    last4: ANY,
    brand: ANY,
    expirationMonth: ANY,
    expirationYear: ANY,
    subType: ["CREDIT", "DEBIT"],
    accountLastFour: ANY,
    routingNumber: ANY,
    accountType: ["CHECKING", "SAVINGS"],
    accountHolderName: ANY,
    createdAt: ANY,
    billingAddress: addressModel,
  },
};

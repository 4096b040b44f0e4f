import { readAnswer } from "../../http/operation/decode.ts";
import type { ApiResponse } from "../../http/operation/operation.ts";
import { type Address, addressModel } from "../../schema/address.ts";
import { ANY, type Model } from "../../schema/model.ts";

/** The vendor's facts about a stored card or bank account. The method's `type` decides which fields it holds. */
export interface PaymentMethodData {
  /** The last four digits of a card's number. */
  readonly last4?: string;
  /** Such as `VISA`. An open list. */
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
  /** Whose bank account it is. */
  readonly accountHolderName?: string;
  /** When it was stored. As text, as the vendor wrote it. */
  readonly createdAt?: string;
  /** The address that it was stored with. */
  readonly billingAddress?: Address;
  readonly [field: string]: unknown;
}

/** A stored card or bank account. Only `id` is checked: the vendor marks no field as required. */
export interface PaymentMethod {
  /** The id (UUID) to pay with. It is not a secret. */
  readonly id: string;
  /** The kind of payment method. An open list. */
  readonly type?: "CARD" | "BANK_ACCOUNT" | (string & {});
  /** `INACTIVE` is stored, but cannot be used; `statusReasons` say why. */
  readonly status?: "ACTIVE" | "INACTIVE" | (string & {});
  /** Why it cannot be used. */
  readonly statusReasons?: readonly { readonly code?: string; readonly message?: string }[];
  /** The parts that its owner may see. */
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

/** Reads a payment method. @throws ConnectError `response_unreadable`. */
export function readPaymentMethod(response: ApiResponse): PaymentMethod {
  return readAnswer(response, "id");
}

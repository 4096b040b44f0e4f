import type { Ref } from "../../schema/id.ts";
import { ANY, type Model } from "../../schema/model.ts";
import { type Amount, amountModel } from "../../schema/money.ts";

/** A fee, in addition to the amount that the recipient gets. */
export interface Fee {
  /** The kind of fee. An open list. */
  readonly type?: (typeof FEE_TYPES)[number] | (string & {});
  /** The amount of the fee. */
  readonly amount?: Amount;
  /** The rate as text, such as `2.85%`. */
  readonly rate?: string;
  /** Fields that are unknown to this release. */
  readonly [field: string]: unknown;
}

/** Information that the recipient needs to credit the payment. */
export interface PaymentDetails {
  /** The payer's name at the recipient. */
  readonly accountName?: string | undefined;
  /** The payer's account number at the recipient. Kept out of errors and hooks. */
  readonly accountNumber?: string | undefined;
  /** A note for the recipient. */
  readonly memo?: string | undefined;
}

/** A quote for a payment, as the vendor describes it. Only `id` is checked. */
export interface PaymentIntent {
  /** The id (UUID), to pay with. */
  readonly id: string;
  /** The fees. */
  readonly fees?: readonly Fee[];
  /** The amount that the payer is charged: the target amount and the fees. */
  readonly sourceAmount?: Amount;
  /** The amount that the recipient gets. */
  readonly targetAmount?: Amount;
  /** The payment method, if it is set. */
  readonly paymentMethod?: Ref;
  /** The recipient. */
  readonly recipient?: Ref;
  /** The payer. */
  readonly payer?: Ref;
  /** Information that the recipient needs to credit the payment. */
  readonly details?: PaymentDetails;
  /** The status. An open list. The guide has `NOT_CAPTURABLE` where the reference has `UNCAPTURABLE`. */
  readonly status?: (typeof INTENT_STATUSES)[number] | (string & {});
  /** The reasons why it is not capturable, or why it expired. */
  readonly statusReasons?: readonly { readonly code?: string; readonly message?: string }[];
  /** The date by which the recipient should have the money, as text. */
  readonly deliveryDate?: string;
  /** The line on the payer's statement. The guide lists it, and the reference has it on payments only. */
  readonly sourceDescriptor?: string;
  /** The line on the recipient's statement. The guide lists it, and the reference has it on payments only. */
  readonly targetDescriptor?: string;
  /** The creation time, as the vendor's text. */
  readonly createdAt?: string;
  /** The expiry time, as the vendor's text. */
  readonly expiresAt?: string;
  /** Fields that are unknown to this release. */
  readonly [field: string]: unknown;
}

// Both lists of the guide. Which one is newer is not known.
const FEE_TYPES = [
  "PLASTIQ_SERVICE_FEE",
  "PLASTIQ_CROSS_BORDER_FEE",
  "DELIVERY_FEE",
  "EXPEDITED_PROCESSING_FEE",
  "EXPEDITED_HANDLING_FEE",
  "PLASTIQ_US_WIRE_FEE",
  "PLASTIQ_INTL_WIRE_FEE",
  "EXPEDITED_BASE_FEE",
  "EXPEDITED_SHIPPING_FEE",
] as const;

const INTENT_STATUSES = ["CAPTURABLE", "CAPTURED", "EXPIRED", "NOT_CAPTURABLE", "UNCAPTURABLE"] as const;

const refModel: Model = { id: ANY };

/** The known fields that intents and payments share. */
export const quoteModel: Model = {
  id: ANY,
  fees: { type: FEE_TYPES, amount: amountModel, rate: ANY },
  sourceAmount: amountModel,
  targetAmount: amountModel,
  paymentMethod: refModel,
  recipient: refModel,
  payer: refModel,
  details: { accountName: ANY, accountNumber: ANY, memo: ANY },
  deliveryDate: ANY,
  createdAt: ANY,
  sourceDescriptor: ANY,
  targetDescriptor: ANY,
};

/** The known fields of a {@link PaymentIntent}. */
export const paymentIntentModel = (): Model => ({
  ...quoteModel,
  status: INTENT_STATUSES,
  statusReasons: { code: ANY, message: ANY },
  expiresAt: ANY,
});

import type { Ref } from "../../schema/id.ts";
import { ANY, type Model } from "../../schema/model.ts";
import type { Amount } from "../../schema/money.ts";
import { type Fee, type PaymentDetails, quoteModel } from "../payment-intents/payment-intent.ts";

// The guide's statuses, then those that only the reference has. Which of them are equivalent is not documented.
const PAYMENT_STATUSES = [
  "CHARGED",
  "UNDER_REVIEW",
  "IN_TRANSIT",
  "DEPOSITED",
  "REFUNDED",
  "NOT_CAPTURED",
  "SUBMITTED",
  "COMMITTED",
  "CANCELLED",
] as const;

/** A payment as the vendor describes it. Only `id` is checked: the vendor marks no field as required. */
export interface Payment {
  /** The id (UUID). */
  readonly id: string;
  /** The intent that was paid. The guide lists it, and the reference does not; its form is inferred. */
  readonly paymentIntent?: Ref;
  /** The fees. */
  readonly fees?: readonly Fee[];
  /** The amount that the payer was charged: the target amount and the fees. */
  readonly sourceAmount?: Amount;
  /** The amount that the recipient gets. */
  readonly targetAmount?: Amount;
  /** The payment method. */
  readonly paymentMethod?: Ref;
  /** The recipient. */
  readonly recipient?: Ref;
  /** The payer. */
  readonly payer?: Ref;
  /** Information that the recipient needs to credit the payment. */
  readonly details?: PaymentDetails;
  /** The status. An open list with the values of both the guide and the reference. */
  readonly status?: (typeof PAYMENT_STATUSES)[number] | (string & {});
  /** The date by which the recipient should have the money, as text. */
  readonly deliveryDate?: string;
  /** The creation time, as the vendor's text. */
  readonly createdAt?: string;
  /** The line on the payer's statement. */
  readonly sourceDescriptor?: string;
  /** The line on the recipient's statement. */
  readonly targetDescriptor?: string;
  /** Fields that are unknown to this release. */
  readonly [field: string]: unknown;
}

/** The known fields of a {@link Payment}. */
export const paymentModel = (): Model => ({ ...quoteModel, paymentIntent: { id: ANY }, status: PAYMENT_STATUSES });

import * as v from "valibot";
import { reference } from "../../schema/fields.ts";
import { documented, inferred, named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";
import type { Settings } from "../../settings.ts";
import { paymentFacts } from "../payment-intents/payment-intent-response.ts";
import { type KeptPayment, paymentStatusOf, paymentStatusWord } from "./payment.ts";

const words = [
  ...["SUBMITTED", "COMMITTED", "DEPOSITED", "CANCELLED"],
  ...["CHARGED", "NOT_CAPTURED", "UNDER_REVIEW", "IN_TRANSIT", "REFUNDED"],
];

/** A payment in a response. */
export const paymentResponse: v.GenericSchema = named(
  "Payment",
  object({
    ...paymentFacts,
    paymentIntent: v.exactOptional(inferred(reference)),
    status: documented(v.picklist(words)),
    sourceDescriptor: documented(v.string()),
    targetDescriptor: documented(v.string()),
  }),
);

/** Returns what a response shows of a payment at this moment. */
export function paymentBody(payment: KeptPayment, { vocabulary, intentOnPayments }: Settings): object {
  const status = paymentStatusWord(paymentStatusOf(payment), vocabulary);
  const createdAt = new Date(payment.history[0]?.at ?? 0).toISOString();
  const link = intentOnPayments === "with" ? { paymentIntent: { id: payment.intentId } } : {};
  return { id: payment.id, ...link, ...payment.facts, createdAt, status };
}

import * as v from "valibot";
import type { Call } from "../../operation/operation.ts";
import { reference } from "../../schema/fields.ts";
import { documented, named } from "../../schema/label.ts";
import type { Amount } from "../../schema/money.ts";
import { object } from "../../schema/object.ts";
import { statusReasons } from "../payment-methods/payment-method-response.ts";
import type { Fee } from "./fees.ts";
import { details } from "./intent-schemas.ts";
import { intentStatusWord, type KeptIntent, statusOf } from "./payment-intent.ts";

const amountResponse: v.GenericSchema<Amount> = named(
  "Amount",
  object({
    value: documented(v.number()),
    currency: documented(v.string()),
  }),
);

const feeResponse: v.GenericSchema<Fee> = named(
  "Fee",
  object({
    type: documented(v.string()),
    amount: documented(amountResponse),
    rate: documented(v.string()),
  }),
);

/** The fields that a payment intent and a payment share in their responses. */
export const paymentFacts: Readonly<Record<string, v.GenericSchema>> = {
  id: documented(v.string()),
  fees: documented(v.array(feeResponse)),
  sourceAmount: v.exactOptional(documented(amountResponse)),
  targetAmount: v.exactOptional(documented(amountResponse)),
  paymentMethod: v.exactOptional(documented(reference)),
  recipient: documented(reference),
  payer: documented(reference),
  details: v.exactOptional(documented(details)),
  deliveryDate: documented(v.string()),
  createdAt: documented(v.string()),
};

/** A payment intent in a response. */
export const paymentIntentResponse: v.GenericSchema = named(
  "PaymentIntent",
  object({
    ...paymentFacts,
    status: documented(v.picklist(["CAPTURABLE", "CAPTURED", "EXPIRED", "NOT_CAPTURABLE", "UNCAPTURABLE"])),
    statusReasons: documented(statusReasons),
    expiresAt: documented(v.string()),
  }),
);

/** Returns the facts of an intent that a payment of it repeats. */
export function paymentFactsOf(intent: KeptIntent): object {
  const { targetAmount, quote, paymentMethodId, details } = intent;
  return {
    fees: quote?.fees ?? [],
    ...(quote === null ? {} : { sourceAmount: quote.sourceAmount }),
    ...(targetAmount === null ? {} : { targetAmount }),
    ...(paymentMethodId === null ? {} : { paymentMethod: { id: paymentMethodId } }),
    recipient: { id: intent.recipientId },
    payer: { id: intent.payerId },
    ...(details === undefined ? {} : { details }),
    deliveryDate: intent.deliveryDate,
  };
}

/** Returns what a response shows of an intent at this moment. Metadata is in no response of the vendor's. */
export function paymentIntentBody(
  intent: KeptIntent,
  { account, now, settings }: Pick<Call, "account" | "now" | "settings">,
): object {
  const { status, reasons } = statusOf(intent, account, now);
  return {
    id: intent.id,
    ...paymentFactsOf(intent),
    status: intentStatusWord(status, settings.vocabulary),
    statusReasons: reasons,
    createdAt: new Date(intent.createdAt).toISOString(),
    expiresAt: new Date(intent.expiresAt).toISOString(),
  };
}

import * as v from "valibot";
import { either } from "../../schema/either.ts";
import { reference, text } from "../../schema/fields.ts";
import { named } from "../../schema/label.ts";
import { type Amount, amount } from "../../schema/money.ts";
import { notList, object } from "../../schema/object.ts";
import { type NewRecipient, newRecipient } from "../recipients/new-recipient.ts";
import type { PaymentDetails } from "./payment-intent.ts";

/** The fields of an intent that can change. */
export interface IntentChanges {
  readonly targetAmount?: Amount;
  readonly details?: PaymentDetails;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly paymentMethod?: { readonly id: string };
}

/** A new payment intent in a request. */
export interface NewIntent extends IntentChanges {
  readonly recipient: { readonly id: string } | NewRecipient;
  readonly payer: { readonly id: string };
  readonly isExpedited?: boolean;
}

/** Information by which the recipient credits a payment, in requests and responses. */
export const details: v.GenericSchema<PaymentDetails> = named(
  "PaymentDetails",
  object({
    accountName: v.exactOptional(text()),
    accountNumber: v.exactOptional(text()),
    memo: v.exactOptional(text()),
  }),
);

const changes = {
  targetAmount: v.exactOptional(amount),
  details: v.exactOptional(details),
  metadata: v.exactOptional(notList(v.record(v.string(), v.unknown()))),
  paymentMethod: v.exactOptional(reference),
};

/** A new payment intent in a request. */
export const newIntent: v.GenericSchema<NewIntent> = named(
  "NewPaymentIntent",
  object({
    ...changes,
    recipient: either(newRecipient, "id", reference),
    payer: reference,
    isExpedited: v.exactOptional(v.boolean()),
  }),
);

/** The changes of a payment intent in a request. */
export const intentChanges: v.GenericSchema<IntentChanges> = named("PaymentIntentChanges", object(changes));

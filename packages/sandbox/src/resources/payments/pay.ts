import type { Account } from "../../account/account.ts";
import type { Records } from "../../account/records.ts";
import type { Call } from "../../operation/operation.ts";
import { refuse } from "../../operation/refusal.ts";
import { knownPayer, payerName } from "../payers/payer.ts";
import { addIntent } from "../payment-intents/evaluate.ts";
import type { NewIntent } from "../payment-intents/intent-schemas.ts";
import { type KeptIntent, knownIntent, paymentIntents, statusOf } from "../payment-intents/payment-intent.ts";
import { paymentFactsOf } from "../payment-intents/payment-intent-response.ts";
import { type KeptPaymentMethod, knownPaymentMethod } from "../payment-methods/payment-method.ts";
import { recipients } from "../recipients/recipient.ts";
import { type KeptPayment, payments } from "./payment.ts";

/** A payment in a request: of an intent by its id, or of a new intent. */
export type NewPayment =
  | { readonly paymentIntent: { readonly id: string } | NewIntent; readonly payer?: { readonly id: string } }
  | NewIntent;

/** An intent that is being paid, and all that the payment needs of it. */
interface Accepted {
  /** The records that the intent is in. A reset and a restore replace them. */
  readonly intents: Records<KeptIntent>;
  readonly intentId: string;
  readonly method: KeptPaymentMethod;
  readonly descriptors: { readonly sourceDescriptor: string; readonly targetDescriptor: string };
  readonly receivingMethod: KeptPayment["receivingMethod"];
}

/**
 * Accepts a payment: its intent can be captured, and no other request is capturing it. From here on, the payment succeeds
 * even if the intent expires.
 */
export function accept(call: Call, body: NewPayment): Accepted {
  const { account, now } = call;
  const intent = intentOf(call, body);
  const payer = knownPayer(account, intent.payerId);
  const { status } = statusOf(intent, account, now);
  if (intent.isBeingPaid) throw refuse("state_wrong", "The payment intent is being paid by another request.");
  if (status === "CAPTURED") throw refuse("state_wrong", "The payment intent is CAPTURED already. Create a new one.");
  if (status !== "CAPTURABLE") throw refuse("state_wrong", `The payment intent is ${status}, so it cannot be paid.`);
  // A capturable intent has both.
  const method = knownPaymentMethod(account, intent.paymentMethodId ?? "");
  const recipient = account.records(recipients).find(intent.recipientId);
  if (!recipient) throw refuse("state_wrong", "The recipient was deleted.");
  mark(account, intent, { isBeingPaid: true });
  return {
    intents: account.records(paymentIntents),
    intentId: intent.id,
    method,
    descriptors: {
      sourceDescriptor: `PQ ${recipient.record.businessName}`.slice(0, 50),
      targetDescriptor: `PQ ${payerName(payer)}`.slice(0, 50),
    },
    receivingMethod: recipient.record.receivingMethod.type,
  };
}

function intentOf(call: Call, body: NewPayment): KeptIntent {
  if (!("paymentIntent" in body)) return addIntent(call, body);
  const { paymentIntent, payer } = body;
  if ("id" in paymentIntent) return knownIntent(call.account, paymentIntent.id, payer?.id);
  if (payer && payer.id.toLowerCase() !== paymentIntent.payer.id.toLowerCase()) {
    throw refuse("field_conflict", "payer must be the payer of the payment intent.");
  }
  return addIntent(call, paymentIntent);
}

function mark(account: Account, intent: KeptIntent, change: Partial<KeptIntent>): void {
  account.records(paymentIntents).put({ ...intent, ...change });
}

/** Charges the payment method of an accepted payment. Declined, the intent is free again. */
export function charge(
  { account, random }: Pick<Call, "account" | "random">,
  accepted: Accepted,
  now: number,
): KeptPayment {
  const { intents, intentId, method, descriptors, receivingMethod } = accepted;
  const intent = intents.find(intentId);
  // After a reset or a restore, another request may be paying an intent with the same id.
  if (account.records(paymentIntents) !== intents || !intent?.quote)
    throw refuse("resource_unknown", "The payment intent no longer exists.");
  if (method.behavior === "declined-at-payment") {
    mark(account, intent, { isBeingPaid: false });
    throw refuse("payment_method_declined", "The card was declined.");
  }
  const payment = account.records(payments).put({
    id: random.uuid(),
    intentId,
    payerId: intent.payerId,
    facts: { ...paymentFactsOf(intent), ...descriptors },
    sourceAmount: intent.quote.sourceAmount,
    receivingMethod,
    deliveryDate: intent.deliveryDate,
    failsLater: method.behavior === "not-captured-later",
    history: [{ status: method.record.type === "CARD" ? "CHARGED" : "SUBMITTED", at: now }],
    requestedDocuments: [],
  });
  mark(account, intent, { isBeingPaid: false, paymentId: payment.id });
  return payment;
}

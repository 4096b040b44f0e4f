import type { Account } from "../../account/account.ts";
import type { Call } from "../../operation/operation.ts";
import { refuse } from "../../operation/refusal.ts";
import { knownPayer } from "../payers/payer.ts";
import { knownPaymentMethod, paymentMethods } from "../payment-methods/payment-method.ts";
import { addRecipient } from "../recipients/new-recipient.ts";
import { isSeenBy, type KeptRecipient, recipients } from "../recipients/recipient.ts";
import { deliveryDateOf } from "./delivery-date.ts";
import { quoteOf } from "./fees.ts";
import type { IntentChanges, NewIntent } from "./intent-schemas.ts";
import { type KeptIntent, paymentIntents } from "./payment-intent.ts";

/** How long an intent can be paid. The OpenAPI file's example lives five minutes. */
const LIFETIME_MS = 5 * 60_000;

type Context = Pick<Call, "account" | "now" | "random" | "settings">;

/** Adds an intent to the account, or refuses an unknown payer, recipient or payment method. */
export function addIntent(context: Context, given: NewIntent): KeptIntent {
  const payer = knownPayer(context.account, given.payer.id);
  const { record } = recipientFor(context, given, payer.id);
  const start: KeptIntent = {
    id: context.random.uuid(),
    payerId: payer.id,
    recipientId: record.id,
    paymentMethodId: null,
    targetAmount: null,
    quote: null,
    details: undefined,
    isExpedited: given.isExpedited ?? false,
    deliveryDate: "",
    createdAt: context.now,
    expiresAt: context.now,
    isBeingPaid: false,
    paymentId: null,
  };
  return evaluate(context, start, given);
}

/** Returns the recipient of a new intent. Checks the rest first, so that a refused intent adds no recipient. */
function recipientFor(
  context: Context,
  { recipient, paymentMethod, isExpedited }: NewIntent,
  payerId: string,
): KeptRecipient {
  const { account } = context;
  if (paymentMethod) knownPaymentMethod(account, paymentMethod.id, payerId);
  if (!("id" in recipient)) {
    const owner = recipient.payer?.id ?? payerId;
    if (owner.toLowerCase() !== payerId.toLowerCase()) throw otherPayer();
    if (isExpedited) checkExpedited(recipient.receivingMethod);
    return addRecipient(context, recipient);
  }
  const kept = account.records(recipients).find(recipient.id);
  if (!kept) throw refuse("resource_unknown", "The recipient does not exist.");
  if (!isSeenBy(kept, payerId)) throw otherPayer();
  if (isExpedited) checkExpedited(kept.record.receivingMethod);
  return kept;
}

function otherPayer() {
  return refuse("field_conflict", "recipient can be paid by another payer only.");
}

function checkExpedited({ type, country }: { readonly type: string; readonly country?: string }): void {
  if (type === "CHECK" && country === "US") return;
  throw refuse("field_conflict", "isExpedited can be true for checks in the United States only.");
}

/** Applies changes to an intent, with a new quote and a new expiry. Returns the stored intent. */
export function evaluate(
  { account, now, settings }: Omit<Context, "random">,
  intent: KeptIntent,
  changes: IntentChanges,
): KeptIntent {
  const to = recipientOf(account, intent);
  const paymentMethodId = changes.paymentMethod
    ? knownPaymentMethod(account, changes.paymentMethod.id, intent.payerId).record.id
    : intent.paymentMethodId;
  const method = account.records(paymentMethods).find(paymentMethodId ?? "")?.record;
  const targetAmount = changes.targetAmount ?? intent.targetAmount;
  return account.records(paymentIntents).put({
    ...intent,
    paymentMethodId,
    targetAmount,
    quote: targetAmount && quoteOf(targetAmount, method, to, settings.fees),
    details: changes.details ?? intent.details,
    deliveryDate: deliveryDateOf(now, to.receivingMethod.type, intent.isExpedited),
    expiresAt: now + LIFETIME_MS,
  });
}

function recipientOf(account: Account, { recipientId }: KeptIntent): KeptRecipient["record"] {
  const kept = account.records(recipients).find(recipientId);
  if (!kept) throw refuse("state_wrong", "The recipient of this payment intent was deleted.");
  return kept.record;
}

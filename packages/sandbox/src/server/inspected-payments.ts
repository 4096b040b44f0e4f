import type { InspectedPayment, NextStep } from "sandbox-inspector/protocol";
import type { Account } from "../account/account.ts";
import { payerName, payers } from "../resources/payers/payer.ts";
import { type KeptIntent, paymentIntents, statusOf } from "../resources/payment-intents/payment-intent.ts";
import { paymentMethods } from "../resources/payment-methods/payment-method.ts";
import { type KeptPayment, paymentStatusOf, payments } from "../resources/payments/payment.ts";
import { isRefundable, nextStatusOf, transitions } from "../resources/payments/payment-lifecycle.ts";
import { recipients } from "../resources/recipients/recipient.ts";
import type { Amount } from "../schema/money.ts";

/** Returns the newest payments from their intents on, oldest first: what the inspector shows on one line each. */
export function inspectedPayments(account: Account, now: number, most: number): readonly InspectedPayment[] {
  const intents = account.records(paymentIntents).all().slice(-most);
  return intents.map((intent) => inspectedPayment(account, intent, now));
}

function inspectedPayment(account: Account, intent: KeptIntent, now: number): InspectedPayment {
  const payment = account.records(payments).find(intent.paymentId ?? "");
  const { status, reasons } = statusOf(intent, account, now);
  const isOpen = status === "CAPTURABLE" || status === "NOT_CAPTURABLE";
  return {
    intentId: intent.id,
    paymentId: intent.paymentId,
    payerId: intent.payerId,
    payer: nameOfPayer(account, intent.payerId),
    recipient: account.records(recipients).find(intent.recipientId)?.record.businessName ?? "a deleted recipient",
    method: methodName(account, intent.paymentMethodId),
    amount: intent.targetAmount && textOf(intent.targetAmount),
    total: intent.quote && textOf(intent.quote.sourceAmount),
    status: payment ? paymentStatusOf(payment) : status,
    reasons: reasons.map(({ message }) => message),
    expiresAt: isOpen ? intent.expiresAt : null,
    createdAt: intent.createdAt,
    steps: payment?.history ?? (status === "EXPIRED" ? [{ status, at: intent.expiresAt }] : []),
    documents: payment?.requestedDocuments ?? [],
    next: payment ? nextSteps(payment) : isOpen ? [{ kind: "expire" }] : [],
  };
}

/** Returns what can happen to a payment next, the most likely first. */
function nextSteps(payment: KeptPayment): readonly NextStep[] {
  const status = paymentStatusOf(payment);
  const usual = nextStatusOf(payment);
  const wanted = payment.requestedDocuments.filter(({ isUploaded }) => !isUploaded);
  const others = transitions[status].filter((to) => to !== usual && to !== "REFUNDED");
  const reachable = [...(usual === undefined ? [] : [usual]), ...others].filter(
    (to) => !(payment.failsLater && to === "CHARGED") && !(status === "UNDER_REVIEW" && wanted.length > 0),
  );
  const types = [...new Set(wanted.map(({ type }) => type))];
  return [
    ...types.map((type) => ({ kind: "provide" as const, type })),
    ...reachable.map((to) => ({ kind: "advance" as const, status: to })),
    ...(status === "CHARGED" || status === "UNDER_REVIEW" ? [{ kind: "request" as const }] : []),
    ...(isRefundable(payment) ? [{ kind: "refund" as const }] : []),
  ];
}

function nameOfPayer(account: Account, id: string): string {
  const payer = account.records(payers).find(id);
  return payer ? payerName(payer) : "a deleted payer";
}

function methodName(account: Account, id: string | null): string | null {
  const data = account.records(paymentMethods).find(id ?? "")?.record.data;
  if (!data) return null;
  return "brand" in data ? `${data.brand} ···· ${data.last4}` : `Bank account ···· ${data.accountLastFour}`;
}

const money = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2 });

function textOf({ value, currency }: Amount): string {
  return `${money.format(value)} ${currency}`;
}

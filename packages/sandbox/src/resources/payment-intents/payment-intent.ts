import * as v from "valibot";
import type { Account } from "../../account/account.ts";
import type { RecordKind } from "../../account/records.ts";
import { refuse } from "../../operation/refusal.ts";
import { type ResourceView, viewOf } from "../../operation/resource.ts";
import type { Amount } from "../../schema/money.ts";
import { openObject } from "../../schema/object.ts";
import type { Vocabulary } from "../../settings.ts";
import { findCategory } from "../categories/category.ts";
import { paymentMethods, type StatusReason } from "../payment-methods/payment-method.ts";
import { recipients } from "../recipients/recipient.ts";
import type { Quote } from "./fees.ts";

/** Information by which the recipient credits a payment. */
export interface PaymentDetails {
  readonly accountName?: string;
  readonly accountNumber?: string;
  readonly memo?: string;
}

/** The guide's status words. */
export type IntentStatus = "CAPTURABLE" | "NOT_CAPTURABLE" | "CAPTURED" | "EXPIRED";

/** A payment intent as the sandbox keeps it. Its status is derived: see {@link statusOf}. */
export interface KeptIntent {
  readonly id: string;
  readonly payerId: string;
  readonly recipientId: string;
  readonly paymentMethodId: string | null;
  readonly targetAmount: Amount | null;
  readonly quote: Quote | null;
  readonly details: PaymentDetails | undefined;
  readonly isExpedited: boolean;
  readonly deliveryDate: string;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Epoch ms. */
  readonly expiresAt: number;
  /** True if a payment of this intent was accepted and is not done yet. */
  readonly isBeingPaid: boolean;
  /** The payment that captured it. */
  readonly paymentId: string | null;
}

/** The payment intents of an account. */
export const paymentIntents: RecordKind<KeptIntent> = {
  name: "paymentIntents",
  keyOf: ({ id }) => id,
  fields: {
    id: v.string(),
    payerId: v.string(),
    recipientId: v.string(),
    paymentMethodId: v.nullable(v.string()),
    targetAmount: v.nullable(openObject({})),
    quote: v.nullable(openObject({ sourceAmount: openObject({}) })),
    details: v.exactOptional(openObject({})),
    isExpedited: v.boolean(),
    deliveryDate: v.string(),
    createdAt: v.number(),
    expiresAt: v.number(),
    isBeingPaid: v.boolean(),
    paymentId: v.nullable(v.string()),
  },
  atRest: (intent) => ({ ...intent, isBeingPaid: false }),
};

/** Returns the intent with this id. Throws a 404 if it belongs to another payer, or if there is none. */
export function knownIntent(account: Account, id: string, payerId?: string): KeptIntent {
  const intent = account.records(paymentIntents).find(id);
  const isOther = payerId !== undefined && intent?.payerId.toLowerCase() !== payerId.toLowerCase();
  if (!intent || isOther) throw refuse("resource_unknown", "The payment intent does not exist.");
  return intent;
}

/**
 * Returns the status of an intent at this moment, and why.
 * @see https://docs.developer.plastiq.com/docs/payment-intent-statuses
 */
export function statusOf(
  intent: KeptIntent,
  account: Account,
  now: number,
): { readonly status: IntentStatus; readonly reasons: readonly StatusReason[] } {
  if (intent.paymentId !== null) return { status: "CAPTURED", reasons: [] };
  if (now > intent.expiresAt) {
    const message = "The delivery date can no longer be met. Create a new payment intent.";
    return { status: "EXPIRED", reasons: [{ code: "DELIVERY_EXPIRATION_BLOCK", message }] };
  }
  const reasons = obstaclesOf(intent, account);
  return { status: reasons.length > 0 ? "NOT_CAPTURABLE" : "CAPTURABLE", reasons };
}

function obstaclesOf(intent: KeptIntent, account: Account): StatusReason[] {
  const reasons: StatusReason[] = [];
  const add = (code: string, message: string) => void reasons.push({ code, message });
  const recipient = account.records(recipients).find(intent.recipientId)?.record;
  const method = account.records(paymentMethods).find(intent.paymentMethodId ?? "")?.record;
  if (!recipient) add("LOCAL_NO_RECIPIENT", "The recipient was deleted.");
  if (intent.targetAmount === null) add("LOCAL_NO_AMOUNT", "There is no target amount.");
  if (!method) add("LOCAL_NO_METHOD", "There is no payment method.");
  if (method?.status === "INACTIVE") {
    add("LOCAL_TIN", "The payment method is inactive until the payer has an identity document.");
  }
  const brand = method && "brand" in method.data ? method.data.brand : undefined;
  if (recipient && brand !== undefined && findCategory(recipient.categoryId)?.refusedBrands.includes(brand)) {
    add("CARD_BRAND_BLOCK", "Cards of this brand cannot pay recipients of this category.");
  }
  return reasons;
}

/** Returns a status in the vocabulary that responses use. */
export function intentStatusWord(status: IntentStatus, vocabulary: Vocabulary): string {
  return vocabulary === "openapi" && status === "NOT_CAPTURABLE" ? "UNCAPTURABLE" : status;
}

/** The sandbox's view of a payment intent, in the guide's words. */
export interface PaymentIntentState {
  /** Id (UUID) of the intent. */
  readonly id: string;
  /** Id of the payer. */
  readonly payerId: string;
  /** Id of the recipient. */
  readonly recipientId: string;
  /** Id of the payment method; null while it has none. */
  readonly paymentMethodId: string | null;
  /** The amount that the recipient gets. */
  readonly targetAmount: Amount | null;
  /** The amount that the payer is charged, fees included. */
  readonly sourceAmount: Amount | null;
  /** The status, in the words of the guide. */
  readonly status: IntentStatus;
  /** The codes of its status reasons. */
  readonly reasons: readonly string[];
  /** True if a payment of this intent was accepted and is not done yet. */
  readonly isBeingPaid: boolean;
  /** The payment that captured it. No response has this. */
  readonly paymentId: string | null;
  /** ISO 8601. */
  readonly createdAt: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Shows payment intents without their details. The inspector shows them with their payments. */
export const paymentIntentView: ResourceView<PaymentIntentState> = viewOf({
  title: "Payment intents",
  kind: paymentIntents,
  show: (intent, account, now) => {
    const { status, reasons } = statusOf(intent, account, now);
    const { id, payerId, recipientId, paymentMethodId, targetAmount, quote, isBeingPaid, paymentId } = intent;
    return {
      ...{ id, payerId, recipientId, paymentMethodId, targetAmount, isBeingPaid, paymentId, status },
      sourceAmount: quote?.sourceAmount ?? null,
      reasons: reasons.map(({ code }) => code),
      createdAt: new Date(intent.createdAt).toISOString(),
      expiresAt: new Date(intent.expiresAt).toISOString(),
    };
  },
});

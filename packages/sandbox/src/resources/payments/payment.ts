import * as v from "valibot";
import type { Account } from "../../account/account.ts";
import type { RecordKind } from "../../account/records.ts";
import { refuse } from "../../operation/refusal.ts";
import { type ResourceView, viewOf } from "../../operation/resource.ts";
import type { Amount } from "../../schema/money.ts";
import { openObject } from "../../schema/object.ts";
import type { Vocabulary } from "../../settings.ts";

/** The guide's status words, and the OpenAPI file's `SUBMITTED` for a bank payment that is not charged yet. */
export type PaymentStatus =
  | "SUBMITTED"
  | "CHARGED"
  | "NOT_CAPTURED"
  | "UNDER_REVIEW"
  | "IN_TRANSIT"
  | "DEPOSITED"
  | "REFUNDED";

/** A document that is wanted for a payment. */
export interface RequestedDocument {
  /** Such as `SUPPLIER_INVOICE_OR_PURCHASE_ORDER`. */
  readonly type: string;
  /** True if the document was uploaded. */
  readonly isUploaded: boolean;
}

/** A payment as the sandbox keeps it. */
export interface KeptPayment {
  readonly id: string;
  /** Responses have it only on request: the guide lists it, the vendor's OpenAPI file lacks it. */
  readonly intentId: string;
  readonly payerId: string;
  /** The fields of its response besides id, status and time. */
  readonly facts: object;
  readonly sourceAmount: Amount;
  readonly receivingMethod: "ACH" | "EFT" | "WIRE" | "CHECK";
  readonly deliveryDate: string;
  /** True if its bank account is the test number that is never charged. */
  readonly failsLater: boolean;
  /** Every status it had and since when, epoch ms. The last one is its status. */
  readonly history: readonly { readonly status: PaymentStatus; readonly at: number }[];
  readonly requestedDocuments: readonly RequestedDocument[];
  /** When the last of its documents came, epoch ms. */
  readonly documentsAt?: number;
}

/** The payments of an account. */
export const payments: RecordKind<KeptPayment> = {
  name: "payments",
  keyOf: ({ id }) => id,
  fields: {
    id: v.string(),
    intentId: v.string(),
    payerId: v.string(),
    facts: openObject({}),
    sourceAmount: openObject({}),
    receivingMethod: v.string(),
    deliveryDate: v.string(),
    failsLater: v.boolean(),
    history: v.array(openObject({})),
    requestedDocuments: v.array(openObject({})),
    documentsAt: v.exactOptional(v.number()),
  },
};

/** Returns the payment with this id. Throws a 404 if it belongs to another payer, or if there is none. */
export function knownPayment(account: Account, id: string, payerId?: string): KeptPayment {
  const payment = account.records(payments).find(id);
  const isOther = payerId !== undefined && payment?.payerId.toLowerCase() !== payerId.toLowerCase();
  if (!payment || isOther) throw refuse("resource_unknown", "The payment does not exist.");
  return payment;
}

/** Returns the status of a payment, in the guide's words. */
export function paymentStatusOf({ history }: KeptPayment): PaymentStatus {
  // A payment is created with its first status.
  return (history.at(-1) as KeptPayment["history"][number]).status;
}

const openapiWords: Readonly<Record<PaymentStatus, string>> = {
  SUBMITTED: "SUBMITTED",
  CHARGED: "COMMITTED",
  UNDER_REVIEW: "COMMITTED",
  IN_TRANSIT: "COMMITTED",
  DEPOSITED: "DEPOSITED",
  REFUNDED: "CANCELLED",
  NOT_CAPTURED: "CANCELLED",
};

/** Returns a status in the vocabulary that responses use. */
export function paymentStatusWord(status: PaymentStatus, vocabulary: Vocabulary): string {
  return vocabulary === "openapi" ? openapiWords[status] : status;
}

/** The sandbox's view of a payment, in the guide's words. */
export interface PaymentState {
  /** Id (UUID) of the payment. */
  readonly id: string;
  /** Responses have it only on request. */
  readonly intentId: string;
  /** Id of the payer. */
  readonly payerId: string;
  /** The amount that the payer is charged, fees included. */
  readonly sourceAmount: Amount;
  /** The status, in the words of the guide. */
  readonly status: PaymentStatus;
  /** Every status it had and since when, ISO 8601. */
  readonly history: readonly { readonly status: PaymentStatus; readonly at: string }[];
  /** The documents that the review asks for. */
  readonly requestedDocuments: readonly RequestedDocument[];
  /** When the recipient gets the money, such as `2026-01-15`. */
  readonly deliveryDate: string;
}

/** Shows payments without their details. They have a panel of their own in the inspector. */
export const paymentView: ResourceView<PaymentState> = viewOf({
  title: "Payments",
  kind: payments,
  show: (payment) => {
    const { id, intentId, payerId, sourceAmount, history, requestedDocuments, deliveryDate } = payment;
    return {
      ...{ id, intentId, payerId, sourceAmount, deliveryDate },
      status: paymentStatusOf(payment),
      history: history.map(({ status, at }) => ({ status, at: new Date(at).toISOString() })),
      requestedDocuments: structuredClone(requestedDocuments),
    };
  },
});

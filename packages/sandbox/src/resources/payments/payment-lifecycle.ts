import type { Account } from "../../account/account.ts";
import { validated } from "../../schema/validated.ts";
import { documentType } from "../documents/document.ts";
import { type KeptPayment, type PaymentStatus, paymentStatusOf, payments } from "./payment.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The statuses that can follow each status, the usual one first. Refunds have rules of their own: see
 * {@link isRefundable}. The guide names the statuses; the transitions between them are inferred.
 * @see https://docs.developer.plastiq.com/docs/payment-statuses
 */
export const transitions: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  SUBMITTED: ["CHARGED", "NOT_CAPTURED"],
  CHARGED: ["IN_TRANSIT", "UNDER_REVIEW"],
  UNDER_REVIEW: ["IN_TRANSIT", "REFUNDED"],
  IN_TRANSIT: ["DEPOSITED"],
  DEPOSITED: [],
  REFUNDED: [],
  NOT_CAPTURED: [],
};

/** Returns whether a refund of a payment in this status can succeed. A check can be stopped while it is in the mail. */
export function isRefundable(payment: KeptPayment): boolean {
  const status = paymentStatusOf(payment);
  if (status === "IN_TRANSIT") return payment.receivingMethod === "CHECK";
  return status === "SUBMITTED" || status === "CHARGED" || status === "UNDER_REVIEW";
}

/** Moves a payment. The caller has checked that the transition exists. */
export function move(account: Account, payment: KeptPayment, status: PaymentStatus, at: number): KeptPayment {
  return account.records(payments).put({ ...payment, history: [...payment.history, { status, at }] });
}

/** Returns the status that usually comes next, or undefined after a final one. */
export function nextStatusOf(payment: KeptPayment): PaymentStatus | undefined {
  if (payment.failsLater && paymentStatusOf(payment) === "SUBMITTED") return "NOT_CAPTURED";
  return transitions[paymentStatusOf(payment)][0];
}

/** Moves a payment to this status, by default the next one. Throws an Error that says why it cannot go there. */
export function advance(
  account: Account,
  payment: KeptPayment,
  to: PaymentStatus | undefined,
  now: number,
): KeptPayment {
  const from = paymentStatusOf(payment);
  const status = to ?? nextStatusOf(payment);
  if (status === undefined) throw new Error(`The payment is ${from}, which is final.`);
  if (!transitions[from].includes(status)) {
    const list = transitions[from].join(", ") || "nowhere";
    throw new Error(`The payment is ${from} and cannot become ${status}. It can go to: ${list}.`);
  }
  if (payment.failsLater && status === "CHARGED") {
    throw new Error(
      "The payment's bank account is the test number that cannot be charged. Advance it to NOT_CAPTURED.",
    );
  }
  const wanted = payment.requestedDocuments.filter(({ isUploaded }) => !isUploaded).map(({ type }) => type);
  if (from === "UNDER_REVIEW" && status === "IN_TRANSIT" && wanted.length > 0) {
    throw new Error(`The payment needs documents: ${wanted.join(", ")}. Upload them first.`);
  }
  return move(account, payment, status, now);
}

/**
 * Requests a document for a payment, which is then under review. Throws an Error when the payment cannot be reviewed, and
 * a TypeError when no upload could have this type.
 */
export function requestDocument(account: Account, payment: KeptPayment, type: string, now: number): KeptPayment {
  validated(documentType, type, ([{ rule }]) => new TypeError(`The type ${rule}`));
  const from = paymentStatusOf(payment);
  if (from !== "CHARGED" && from !== "UNDER_REVIEW") {
    throw new Error(`The payment is ${from}. A document can be requested only while it is CHARGED or UNDER_REVIEW.`);
  }
  if (payment.requestedDocuments.some((wanted) => wanted.type === type && !wanted.isUploaded)) {
    throw new Error("The payment waits for a document of this type already.");
  }
  const reviewed = from === "CHARGED" ? move(account, payment, "UNDER_REVIEW", now) : payment;
  const requestedDocuments = [...payment.requestedDocuments, { type, isUploaded: false }];
  return account.records(payments).put({ ...reviewed, requestedDocuments });
}

/** Counts a requested document as uploaded. Throws an Error when no document of this type is missing. */
export function provideDocument(account: Account, payment: KeptPayment, type: string, now: number): void {
  const isWanted = payment.requestedDocuments.some((wanted) => wanted.type === type && !wanted.isUploaded);
  if (!isWanted) throw new Error("The payment does not need a document of this type.");
  documentArrived(account, payment, type, now);
}

/** Refunds a payment. Throws an Error when a refund cannot succeed any more. */
export function refund(account: Account, payment: KeptPayment, now: number): KeptPayment {
  if (isRefundable(payment)) return move(account, payment, "REFUNDED", now);
  throw new Error(`The payment is ${paymentStatusOf(payment)} and cannot be refunded any more.`);
}

/**
 * Counts an uploaded document for a payment. An `INVOICE`, the OpenAPI file's only type, also serves as the
 * `SUPPLIER_INVOICE_OR_PURCHASE_ORDER` of the guide.
 */
export function documentArrived(account: Account, payment: KeptPayment, type: string, now: number): void {
  const serves = (wanted: string) =>
    wanted === type || (type === "INVOICE" && wanted === "SUPPLIER_INVOICE_OR_PURCHASE_ORDER");
  const requestedDocuments = payment.requestedDocuments.map((wanted) =>
    serves(wanted.type) ? { ...wanted, isUploaded: true } : wanted,
  );
  account.records(payments).put({ ...payment, requestedDocuments, documentsAt: now });
}

/**
 * Moves every payment as far as the clock has come: a day in each status, and `DEPOSITED` on the delivery date. A
 * payment under review waits for its documents, and a day longer. Returns whether a payment has moved.
 */
export function settle(account: Account, now: number): boolean {
  let hasMoved = false;
  for (const payment of account.records(payments).all()) {
    for (let current = payment; ; hasMoved = true) {
      const step = nextStep(current);
      if (!step || step.at > now) break;
      current = move(account, current, step.status, step.at);
    }
  }
  return hasMoved;
}

function nextStep(payment: KeptPayment): { readonly status: PaymentStatus; readonly at: number } | undefined {
  const status = nextStatusOf(payment);
  const isReviewed = paymentStatusOf(payment) === "UNDER_REVIEW";
  const isWaiting = isReviewed && payment.requestedDocuments.some(({ isUploaded }) => !isUploaded);
  if (status === undefined || isWaiting) return undefined;
  const documentsAt = (isReviewed && payment.documentsAt) || 0;
  const since = Math.max(payment.history.at(-1)?.at ?? 0, documentsAt);
  return { status, at: status === "DEPOSITED" ? Math.max(since, Date.parse(payment.deliveryDate)) : since + DAY_MS };
}

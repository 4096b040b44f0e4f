import * as v from "valibot";
import type { Account } from "../../account/account.ts";
import type { RecordKind } from "../../account/records.ts";
import { refuse } from "../../operation/refusal.ts";
import { type ResourceView, viewOf } from "../../operation/resource.ts";
import type { Address } from "../../schema/address.ts";
import { openObject } from "../../schema/object.ts";

/** A payment method as in a response. No number, no CVV: neither is ever kept. */
export interface PaymentMethodRecord {
  readonly id: string;
  readonly type: "CARD" | "BANK_ACCOUNT";
  readonly data: CardResponse | BankAccountResponse;
  /** `INACTIVE` until the payer has an identity document, if the payment method needs one. */
  readonly status: "ACTIVE" | "INACTIVE";
  readonly statusReasons: readonly StatusReason[];
}

/** Why something has its status. */
export interface StatusReason {
  readonly code: string;
  readonly message: string;
}

/** The API's view of a card. `createdAt` is ISO 8601. */
export interface CardResponse {
  readonly last4: string;
  readonly brand: string;
  readonly expirationMonth: string;
  readonly expirationYear: string;
  readonly createdAt: string;
  readonly billingAddress: Address;
  readonly subType: "CREDIT";
}

/** The API's view of a bank account: of its number, the last four digits. `createdAt` is ISO 8601. */
export interface BankAccountResponse {
  readonly accountLastFour: string;
  readonly routingNumber: string;
  readonly accountType?: "CHECKING" | "SAVINGS";
  readonly accountHolderName: string;
  readonly createdAt: string;
  readonly billingAddress: Address;
}

/** How a test number behaves once it is stored. */
export type TestBehavior = "declined-at-payment" | "not-captured-later" | "needs-identity-document";

/** A payment method and the payer it belongs to, whom no response names. */
export interface KeptPaymentMethod {
  readonly payerId: string;
  readonly behavior: TestBehavior | null;
  readonly record: PaymentMethodRecord;
}

/** The payment methods of an account. */
export const paymentMethods: RecordKind<KeptPaymentMethod> = {
  name: "paymentMethods",
  keyOf: ({ record }) => record.id,
  fields: { payerId: v.string(), behavior: v.nullable(v.string()), record: openObject({ id: v.string() }) },
};

/** Returns the payment method with this id. Throws a 404 if it belongs to another payer, or if there is none. */
export function knownPaymentMethod(account: Account, id: string, payerId?: string): KeptPaymentMethod {
  const kept = account.records(paymentMethods).find(id);
  const isOther = payerId !== undefined && kept?.payerId.toLowerCase() !== payerId.toLowerCase();
  if (!kept || isOther) throw refuse("resource_unknown", "The payment method does not exist.");
  return kept;
}

const waiting: StatusReason = {
  code: "PAYMENT_METHOD_REQUIRES_TIN",
  message: "The payer must have an identity document before this payment method can be used.",
};

/** Returns the status of a new payment method, and why. */
export function newStatus(
  behavior: TestBehavior | null,
  hasIdentityDocument: boolean,
): Pick<PaymentMethodRecord, "status" | "statusReasons"> {
  return behavior === "needs-identity-document" && !hasIdentityDocument
    ? { status: "INACTIVE", statusReasons: [waiting] }
    : { status: "ACTIVE", statusReasons: [] };
}

/** Activates the payment methods of a payer that waited for an identity document. */
export function activatePaymentMethods(account: Account, payerId: string): void {
  const kept = account.records(paymentMethods);
  for (const method of kept.all()) {
    if (method.payerId !== payerId) continue;
    kept.put({ ...method, record: { ...method.record, status: "ACTIVE", statusReasons: [] } });
  }
}

/** The sandbox's view of a payment method. `createdAt` is ISO 8601, as in a response. */
export interface PaymentMethodState {
  /** A UUID v4. */
  readonly id: string;
  /** As it was sent. */
  readonly type: "CARD" | "BANK_ACCOUNT";
  /** The payer that the payment method belongs to. */
  readonly payerId: string;
  /** As in a response. */
  readonly status: "ACTIVE" | "INACTIVE";
  /** The last four digits of its number. */
  readonly last4: string;
  /** The brand of a card; null for a bank account. */
  readonly brand: string | null;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** Shows payment methods with the last four digits of their number. */
export const paymentMethodView: ResourceView<PaymentMethodState> = viewOf({
  title: "Payment methods",
  kind: paymentMethods,
  show: ({ payerId, record: { id, type, status, data } }) => ({
    id,
    type,
    payerId,
    status,
    last4: "last4" in data ? data.last4 : data.accountLastFour,
    brand: "brand" in data ? data.brand : null,
    createdAt: data.createdAt,
  }),
  describe: ({ id, brand, last4, status, payerId }) => ({
    id,
    title: `${brand ?? "Bank account"} ···· ${last4}`,
    status,
    facts: [`payer ${payerId}`],
  }),
});

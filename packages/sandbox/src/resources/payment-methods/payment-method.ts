import type { RecordKind } from "../../account/records.ts";
import type { ResourceView } from "../../operation/resource.ts";
import type { Address } from "../../schema/address.ts";

/** A payment method as in a response. No number, no CVV: neither is ever kept. */
export interface PaymentMethodRecord {
  readonly id: string;
  readonly type: "CARD" | "BANK_ACCOUNT";
  readonly data: CardResponse | BankAccountResponse;
  readonly status: "ACTIVE";
  readonly statusReasons: readonly [];
}

/** What the API shows of a card. `createdAt` is ISO 8601. */
export interface CardResponse {
  readonly last4: string;
  readonly brand: string;
  readonly expirationMonth: string;
  readonly expirationYear: string;
  readonly createdAt: string;
  readonly billingAddress: Address;
  readonly subType: "CREDIT";
}

/** What the API shows of a bank account: of its number, the last four digits. `createdAt` is ISO 8601. */
export interface BankAccountResponse {
  readonly accountLastFour: string;
  readonly routingNumber: string;
  readonly accountType?: "CHECKING" | "SAVINGS";
  readonly accountHolderName: string;
  readonly createdAt: string;
  readonly billingAddress: Address;
}

/** A payment method and the payer it belongs to, whom no response names. */
interface KeptPaymentMethod {
  readonly payerId: string;
  readonly record: PaymentMethodRecord;
}

/** The payment methods of an account. */
export const paymentMethods: RecordKind<KeptPaymentMethod> = {
  name: "paymentMethods",
  keyOf: ({ record }) => record.id,
};

/** What the sandbox shows of a payment method. `createdAt` is ISO 8601, as in a response. */
export interface PaymentMethodState {
  readonly id: string;
  readonly type: "CARD" | "BANK_ACCOUNT";
  readonly payerId: string;
  readonly status: "ACTIVE";
  readonly last4: string;
  readonly brand: string | null;
  readonly createdAt: string;
}

/** Shows payment methods with the last four digits of their number. */
export const paymentMethodView: ResourceView<PaymentMethodState> = {
  title: "Payment methods",
  count: (account) => account.records(paymentMethods).size,
  list: (account, _now, most) =>
    account
      .records(paymentMethods)
      .all()
      .slice(-most)
      .map(({ payerId, record: { id, type, status, data } }) => ({
        id,
        type,
        payerId,
        status,
        last4: "last4" in data ? data.last4 : data.accountLastFour,
        brand: "brand" in data ? data.brand : null,
        createdAt: data.createdAt,
      })),
  describe: ({ id, brand, last4, status, payerId }) => ({
    id,
    title: `${brand ?? "Bank account"} ···· ${last4}`,
    status,
    facts: [`payer ${payerId}`],
  }),
};

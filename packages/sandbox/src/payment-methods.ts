import type { Address } from "./payers.ts";

/** A payment method as the API answers it. No number, no CVV: neither is ever kept. */
export interface PaymentMethodRecord {
  readonly id: string;
  readonly type: "CARD" | "BANK_ACCOUNT";
  readonly data: CardAnswer | BankAccountAnswer;
  readonly status: "ACTIVE";
  readonly statusReasons: readonly [];
}

/** What the API shows of a card. `createdAt` is ISO 8601. */
export interface CardAnswer {
  readonly last4: string;
  readonly brand: string;
  readonly expirationMonth: string;
  readonly expirationYear: string;
  readonly createdAt: string;
  readonly billingAddress: Address;
  readonly subType: "CREDIT";
}

/** What the API shows of a bank account: of its number, the last four digits. `createdAt` is ISO 8601. */
export interface BankAccountAnswer {
  readonly accountLastFour: string;
  readonly routingNumber: string;
  readonly accountType?: "CHECKING" | "SAVINGS";
  readonly accountHolderName: string;
  readonly createdAt: string;
  readonly billingAddress: Address;
}

/** The payment methods made so far, each with the payer it belongs to. */
export interface PaymentMethods {
  add(payerId: string, record: PaymentMethodRecord): void;
  all(): readonly { readonly payerId: string; readonly record: PaymentMethodRecord }[];
  reset(): void;
}

/** Starts with none. */
export function createPaymentMethods(): PaymentMethods {
  let records: { payerId: string; record: PaymentMethodRecord }[] = [];
  return {
    add: (payerId, record) => void records.push({ payerId, record }),
    all: () => records,
    reset() {
      records = [];
    },
  };
}

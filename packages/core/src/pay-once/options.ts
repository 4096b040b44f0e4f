import type { CallOptions } from "../http/caller/caller.ts";
import type { PaymentIntent } from "../resources/payment-intents/payment-intent.ts";
import type { Payment } from "../resources/payments/payment.ts";
import type { Ref } from "../schema/id.ts";
import type { Amount } from "../schema/money.ts";
import type { JournalRecord } from "./journal-store.ts";

/** Options for `payOnce`. Pass `expect`, `approve` or both. */
export interface PayOnceOptions extends Omit<CallOptions, "extra"> {
  /** The total that the payer agreed to. Nothing is paid when the intent's `sourceAmount` differs. */
  readonly expect?: { readonly sourceAmount: Amount } | undefined;
  /**
   * Returns whether the payer agrees to the amounts of this intent. Called before the first payment of each intent is
   * sent, so again when an expired one was renewed. Nothing is paid unless it returns true.
   */
  readonly approve?: ((intent: PaymentIntent) => boolean | Promise<boolean>) | undefined;
  /** How long a payment that the vendor accepted can still be running. See `ResolvePaymentOptions.bound`. */
  readonly bound?: number | undefined;
}

/** A paid order. */
export interface PaidOrder {
  /** The intent that was paid. */
  readonly paymentIntent: Ref;
  /** The payment. Missing when it was made for certain, but cannot be read now or told from others of the payer. */
  readonly payment?: Payment;
}

/** How far an order is. */
export interface OrderQuote {
  /** As in {@link JournalRecord.phase}. With `quoted`, show the amounts of the intent; with the others, call `payOnce`. */
  readonly phase: JournalRecord["phase"];
  /** The intent. */
  readonly paymentIntent: PaymentIntent;
}

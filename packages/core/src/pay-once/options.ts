import type { CallOptions } from "../http/caller/caller.ts";
import type { PaymentIntent } from "../resources/payment-intents/payment-intent.ts";
import type { Payment } from "../resources/payments/payment.ts";
import type { Ref } from "../schema/id.ts";
import type { Amount } from "../schema/money.ts";
import type { JournalRecord } from "./journal-store.ts";

/** Options for `payOnce`. Pass `expect`, `approve` or both. */
export interface PayOnceOptions extends Omit<CallOptions, "extra"> {
  /**
   * The total that the payer agreed to. Checked before the first payment of each intent: nothing is paid when its
   * `sourceAmount` differs. A payment that may have been sent is resumed with the total that was agreed to then.
   */
  readonly expect?: { readonly sourceAmount: Amount } | undefined;
  /**
   * Returns whether the payer agrees to the amounts of this intent. Called before the first payment of each intent, and
   * again after an expired intent was renewed. Nothing is paid unless it returns true.
   */
  readonly approve?: ((intent: PaymentIntent) => boolean | Promise<boolean>) | undefined;
  /** Limit of the whole call, in milliseconds. Default 30,000, whatever the client's is. */
  readonly deadline?: number | undefined;
  /**
   * How long a payment that the vendor accepted can still be running, in milliseconds. See `ResolvePaymentOptions.bound`.
   */
  readonly bound?: number | undefined;
}

/** A paid order. */
export interface PaidOrder {
  /** The intent that was paid. */
  readonly paymentIntent: Ref;
  /**
   * The payment. Missing when the order is certainly paid, but the payment cannot be retrieved now or identified among
   * the payer's payments.
   */
  readonly payment?: Payment;
}

/** The state of an order. */
export interface OrderQuote {
  /** See {@link JournalRecord.phase}. With `quoted`, show the amounts of the intent; otherwise call `payOnce`. */
  readonly phase: JournalRecord["phase"];
  /** The intent. */
  readonly paymentIntent: PaymentIntent;
}

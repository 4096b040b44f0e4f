import { isConnectError } from "../error.ts";
import { retrievePaymentIntent } from "../resources/payment-intents/retrieve-payment-intent.ts";
import type { Payment } from "../resources/payments/payment.ts";
import { DEFAULT_BOUND, resolvePayment } from "../resources/payments/resolve-payment.ts";
import { retrievePayment } from "../resources/payments/retrieve-payment.ts";
import { httpTimeOf, instantOf } from "../schema/instant.ts";
import type { JournalEntry, JournalRecord } from "./journal-store.ts";
import type { PaidOrder } from "./options.ts";
import { type Run, replace } from "./run.ts";

/** State of an intent's payment: `ended` when no payment can happen any more, `open` when one can. */
interface PaymentState {
  readonly state: "paid" | "ended" | "open";
  /** The payment of a paid intent, if it can be identified. */
  readonly payment?: Payment | undefined;
}

/**
 * Retrieves an intent once. An expired intent has ended `bound` after its expiry, because an accepted payment may still
 * be running.
 */
export async function paymentState(
  run: Run,
  { intentId }: JournalRecord,
  bound: number = run.options.bound ?? DEFAULT_BOUND,
): Promise<PaymentState> {
  const payer = { id: run.order.payerId };
  const target = { id: intentId, payerId: payer.id };
  const { data: intent, response } = await retrievePaymentIntent(run.caller, target, run.call()).withResponse();
  if (intent.status === "CAPTURED") {
    const options = { ...run.call(), bound: run.options.bound };
    try {
      const found = await resolvePayment(run.caller, { paymentIntent: { id: intentId }, payer }, options);
      return { state: "paid", payment: found.outcome === "happened" ? found.payment : undefined };
    } catch (error) {
      // The intent is paid, even when its payment cannot be retrieved now.
      if (isConnectError(error)) return { state: "paid" };
      throw error;
    }
  }
  // The vendor's clock, if known.
  const now = httpTimeOf(response.headers.date) || Date.now();
  const hasEnded = intent.status === "EXPIRED" && (bound === 0 || now - instantOf(intent.expiresAt) >= bound);
  return { state: hasEnded ? "ended" : "open" };
}

/**
 * Records that the order is paid, even when another call has renewed the intent and is sending its payment: resuming that
 * payment could pay the order again. Does nothing when another call has already recorded it.
 */
export async function settlePaid(run: Run, entry: JournalEntry, payment: Payment | undefined): Promise<PaidOrder> {
  const { intentId, key, hash, paymentMethodId, sends } = entry.record;
  let latest: JournalEntry | undefined = entry;
  while (latest && latest.record.phase !== "paid") {
    const facts = { ...latest.record, intentId, key, hash, paymentMethodId, sends, phase: "paid" as const };
    if (await replace(run, latest, { ...facts, ...(payment && { paymentId: payment.id }) })) break;
    const next = await run.store.read(run.order.id);
    // A store that lags does not show the faster write. The next call finds the paid intent.
    if (next?.version === latest.version) break;
    latest = next;
  }
  return { paymentIntent: { id: intentId }, ...(payment && { payment }) };
}

/** Retrieves the payment of a paid order. A failure does not change that the order is paid. */
export async function readPaid(run: Run, record: JournalRecord): Promise<PaidOrder> {
  const paymentIntent = { id: record.intentId };
  try {
    const { paymentId: id } = record;
    if (id) {
      const payment = await retrievePayment(run.caller, { id, payerId: run.order.payerId }, run.call());
      return { paymentIntent, payment };
    }
    const { payment } = await paymentState(run, record);
    return { paymentIntent, ...(payment && { payment }) };
  } catch (error) {
    if (isConnectError(error)) return { paymentIntent };
    throw error;
  }
}

import { type ConnectError, isConnectError, withFacts } from "../error.ts";
import { createPayment } from "../resources/payments/create-payment.ts";
import type { Payment } from "../resources/payments/payment.ts";
import type { JournalEntry, JournalRecord } from "./journal-store.ts";
import type { PaidOrder } from "./options.ts";
import { paymentState, settlePaid } from "./payment-state.ts";
import { AGAIN, type Run, replace } from "./run.ts";

/** Sends the payment of an intent, and records the result. The journal must already contain the payment. */
export async function send(run: Run, entry: JournalEntry): Promise<PaidOrder | typeof AGAIN> {
  const { intentId, key } = entry.record;
  const input = { paymentIntent: { id: intentId }, payer: { id: run.order.payerId } };
  let payment: Payment;
  try {
    payment = await createPayment(run.caller, input, { ...run.call(), idempotencyKey: key });
  } catch (error) {
    if (!isConnectError(error)) throw error;
    return await settleFailure(run, entry, error);
  }
  return await settlePaid(run, entry, payment);
}

async function settleFailure(run: Run, entry: JournalEntry, error: ConnectError): Promise<PaidOrder | typeof AGAIN> {
  const { record } = entry;
  const isOnlySend = record.sends === 1;
  if (error.next === "new-attempt" && (isOnlySend || error.replayed)) {
    const declined = { ...record, phase: "declined" as const, declineCode: error.apiCode };
    if (await replace(run, entry, declined)) {
      run.unresolved = undefined;
      throw error;
    }
    // Another call has sent the same payment. That call records the result.
    run.isRefused = true;
    return AGAIN;
  }
  // No other call has started to send this payment, so none is in progress.
  const freed = isOnlySend && error.outcome !== "unknown" ? await replace(run, entry, asUnsent(record)) : undefined;
  return freed ? await settleEffectless(run, freed, error) : await settleUncertain(run, entry, error);
}

async function settleEffectless(run: Run, entry: JournalEntry, error: ConnectError): Promise<PaidOrder | typeof AGAIN> {
  const latest = await paymentState(run, entry.record, 0).catch(() => undefined);
  if (latest?.state === "paid") return await settlePaid(run, entry, latest.payment);
  if (latest?.state !== "ended") throw error;
  // The next step renews the intent.
  if (error.outcome === "rejected") run.isRefused = true;
  return AGAIN;
}

async function settleUncertain(run: Run, entry: JournalEntry, error: ConnectError): Promise<PaidOrder | typeof AGAIN> {
  const { record } = entry;
  const latest = await paymentState(run, record).catch(() => undefined);
  if (latest?.state === "paid") return await settlePaid(run, entry, latest.payment);
  if (latest?.state !== "ended") throw asUnknown(error, record);
  // The next step renews the intent.
  await replace(run, entry, asUnsent(record));
  run.unresolved = undefined;
  run.isRefused = true;
  return AGAIN;
}

/** Returns the record of an intent that may be replaced: no payment of it can happen without another send. */
function asUnsent(record: JournalRecord): JournalRecord {
  return { ...record, phase: "quoted", sends: 0 };
}

/** Returns the same failure with the outcome `unknown`, because an earlier send may have taken effect. */
function asUnknown(error: ConnectError, { key }: JournalRecord): ConnectError {
  const next = error.outcome === "unknown" ? error.next : "repeat-same-key";
  return withFacts(error, { outcome: "unknown", next, idempotencyKey: key });
}

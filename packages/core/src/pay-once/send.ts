import { ConnectError, isConnectError } from "../error.ts";
import { createPayment } from "../resources/payments/create-payment.ts";
import type { Payment } from "../resources/payments/payment.ts";
import { intentFate, settlePaid } from "./intent-fate.ts";
import type { JournalEntry, JournalRecord } from "./journal-store.ts";
import type { PaidOrder } from "./options.ts";
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
      run.doubt = undefined;
      throw error;
    }
    // Another call has sent the same payment. That call records the result.
    run.isRefused = true;
    return AGAIN;
  }
  // No other call has started to send this payment, so none is in progress.
  if (isOnlySend && error.outcome !== "unknown" && (await replace(run, entry, free(record)))) {
    const fate = await intentFate(run, record, 0).catch(() => undefined);
    if (!fate || fate.state === "open") throw error;
    // The intent is paid or expired. The next step returns the payment or renews the intent.
    if (fate.state === "paid") run.doubt = unsure(error, record);
    else if (error.outcome === "rejected") run.isRefused = true;
    return AGAIN;
  }
  const fate = await intentFate(run, record).catch(() => undefined);
  if (fate?.state === "paid") return await settlePaid(run, entry, fate.payment);
  if (fate?.state !== "ended") throw unsure(error, record);
  await replace(run, entry, free(record));
  run.doubt = undefined;
  run.isRefused = true;
  return AGAIN;
}

/** Returns the record of an intent that may be replaced: no payment of it can happen without another send. */
function free(record: JournalRecord): JournalRecord {
  return { ...record, phase: "quoted", sends: 0 };
}

/** Returns the same failure with the outcome `unknown`, because an earlier send may have taken effect. */
function unsure(error: ConnectError, { key }: JournalRecord): ConnectError {
  const next = error.outcome === "unknown" ? error.next : "repeat-same-key";
  const facts = { ...error, message: error.message, cause: error.cause };
  return new ConnectError({ ...facts, outcome: "unknown", next, idempotencyKey: key });
}

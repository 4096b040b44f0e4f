import { ConnectError, isConnectError } from "../error.ts";
import { createPayment } from "../resources/payments/create-payment.ts";
import type { Payment } from "../resources/payments/payment.ts";
import type { JournalEntry, JournalRecord } from "./journal-store.ts";
import { look, settlePaid } from "./look.ts";
import type { PaidOrder } from "./options.ts";
import { AGAIN, type Run, replace } from "./run.ts";

/** Sends the payment of an intent, and writes down what came of it. The journal must already say that it is sent. */
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
  const isDecline = error.outcome === "rejected" && error.next === "new-attempt";
  if (isDecline && (isOnlySend || error.replayed)) {
    const declined = { ...record, phase: "declined" as const, declineCode: error.apiCode };
    // Another call has sent the same payment meanwhile: it finds out.
    if (await replace(run, entry, declined)) throw error;
    return AGAIN;
  }
  // Nobody else has set out to send this payment: none of this intent is under way.
  if (isOnlySend && error.outcome !== "unknown" && (await replace(run, entry, free(record)))) {
    const fate = await look(run, record, 0).catch(() => undefined);
    // It is paid, or has expired: the next step returns the payment, or renews the intent.
    if (fate && fate.state !== "open") return AGAIN;
    throw error;
  }
  const fate = await look(run, record).catch(() => undefined);
  if (fate?.state === "paid") return await settlePaid(run, entry, fate.payment);
  if (fate?.state !== "ended") throw unsure(error, record);
  await replace(run, entry, free(record));
  return AGAIN;
}

/** The record of an intent that may be replaced: no payment of it can happen without another send. */
function free(record: JournalRecord): JournalRecord {
  return { ...record, phase: "quoted", sends: 0 };
}

/** The same failure, without any certainty: an earlier send may have taken effect. */
function unsure(error: ConnectError, { key }: JournalRecord): ConnectError {
  const next = error.outcome === "unknown" ? error.next : "repeat-same-key";
  const facts = { ...error, message: error.message, cause: error.cause };
  return new ConnectError({ ...facts, outcome: "unknown", next, idempotencyKey: key });
}

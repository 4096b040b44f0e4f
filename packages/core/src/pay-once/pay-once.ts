import { ConnectError, isConnectError, withFacts } from "../error.ts";
import { sleep } from "../http/attempts/wait.ts";
import type { Caller, CallOptions } from "../http/caller/caller.ts";
import { copyOptions } from "../http/caller/copy-options.ts";
import type { PaymentIntent } from "../resources/payment-intents/payment-intent.ts";
import { retrievePaymentIntent } from "../resources/payment-intents/retrieve-payment-intent.ts";
import { checkEntry } from "./check-entry.ts";
import type { JournalEntry, JournalStore } from "./journal-store.ts";
import type { OrderQuote, PaidOrder, PayOnceOptions } from "./options.ts";
import { checkOrder, type Order } from "./order.ts";
import { paymentState, readPaid, settlePaid } from "./payment-state.ts";
import { checkAgreed, checkedPayOnceOptions, currentQuote } from "./quote.ts";
import { AGAIN, type Run, replace, startRun } from "./run.ts";
import { send } from "./send.ts";

// Every other failure needs a person.
const TEMPORARY = ["network_failed", "timed_out", "server_failed", "server_unavailable", "rate_limited"];

/**
 * Pays an order once, even when several processes call it, or call it again after a crash. To resume, call it again
 * with the same order.
 *
 * It creates a payment intent, checks that the payer agrees to its total, and pays it by its id. Before it sends a
 * payment, it records it in the journal with its idempotency key. A later call resumes there: it sends the same payment
 * with the same key, or finds it by its intent. An intent that expired unpaid is renewed, and the total is checked
 * again. Of two concurrent calls, one pays and the other returns the same payment.
 *
 * While the outcome is unknown, no other intent of the order is paid. If the vendor has forgotten the key, the outcome
 * is known only `bound` after the intent's expiry.
 *
 * @throws ConnectError (it rejects). Its `outcome` covers every request of the call.
 *
 * - `outcome: "unknown"`: call again with the same order.
 * - `next: "new-attempt"`: the payment method was declined. Every further call with this `attempt` fails.
 * - `input_invalid` with the field `expect.sourceAmount` or `approve`: the payer has not agreed to this total.
 * - `conflict`: the journal has another order under this id, or another attempt.
 * - `configuration_invalid`: the store does not return the records that it stored.
 *
 * Errors of the store and of `approve` are passed on: call again.
 * @example
 * ```ts
 * import type { Amount, Caller, EndUser } from "@plastiq-connect/core";
 * import { type JournalStore, type Order, type PaidOrder, payOnce } from "@plastiq-connect/core/pay-once";
 *
 * export function pay(
 *   caller: Caller,
 *   store: JournalStore,
 *   order: Order,
 *   agreedTotal: Amount,
 *   endUser: EndUser,
 * ): Promise<PaidOrder> {
 *   return payOnce(caller, store, order, { endUser, expect: { sourceAmount: agreedTotal } });
 * }
 * ```
 */
export async function payOnce(
  caller: Caller,
  store: JournalStore,
  order: Order,
  options: PayOnceOptions,
): Promise<PaidOrder> {
  const checked = checkedPayOnceOptions(options ?? {});
  const run = startRun(caller, store, await checkOrder(order), checked);
  try {
    return await pay(run);
  } catch (error) {
    if (!isConnectError(error) || error.outcome === "unknown") throw error;
    // The last error describes its own step only. An earlier step of this call may have sent a payment.
    if (run.unresolved) throw run.unresolved;
    if (!run.isRefused) throw error;
    throw withFacts(error, { outcome: "rejected" });
  }
}

async function pay(run: Run): Promise<PaidOrder> {
  const { signal } = run.options;
  for (let pause = 250; ; pause = Math.min(pause * 2, 4_000)) {
    const entry = await run.store.read(run.order.id);
    // A paid order stays paid.
    if (run.left() <= 0 && entry?.record.phase !== "paid") throw timedOut(entry);
    try {
      const paid = await step(run, entry);
      if (paid !== AGAIN) return paid;
      await pauseBeforeRead(run, pause);
    } catch (error) {
      const isTemporary = isConnectError(error) && error.next === "repeat-same-key" && TEMPORARY.includes(error.code);
      if (!isTemporary || pause >= run.left()) throw error;
      // A store that lags may not show the payment that was sent.
      run.unresolved = error;
      await sleep(pause, signal);
      // An abort does not change that the outcome is unknown.
      if (signal?.aborted) throw error;
    }
  }
}

/**
 * Returns the payment intent of an order, to show its amounts before the payer agrees, and the phase of the order. It
 * creates or renews the intent like `payOnce`, and pays nothing.
 *
 * @throws ConnectError (it rejects), as {@link payOnce}.
 * @example
 * ```ts
 * import type { Caller } from "@plastiq-connect/core";
 * import { type JournalStore, type Order, quoteOrder } from "@plastiq-connect/core/pay-once";
 *
 * export async function total(caller: Caller, store: JournalStore, order: Order): Promise<number | undefined> {
 *   const { paymentIntent } = await quoteOrder(caller, store, order, { endUser: "none" });
 *   return paymentIntent.sourceAmount?.value;
 * }
 * ```
 */
export async function quoteOrder(
  caller: Caller,
  store: JournalStore,
  order: Order,
  options: Omit<CallOptions, "extra">,
): Promise<OrderQuote> {
  // Copies of the options and the order, because the caller may change them while the order is checked.
  const own = copyOptions(options);
  const run = startRun(caller, store, await checkOrder(order), own);
  for (let pause = 250; ; pause = Math.min(pause * 2, 4_000)) {
    const entry = await run.store.read(run.order.id);
    if (run.left() <= 0) throw timedOut(entry);
    checkEntry(run.order, entry?.record);
    const { phase, attempt, intentId: id = "" } = entry?.record ?? {};
    if (phase === "sending" || phase === "paid" || (phase === "declined" && attempt === run.order.attempt)) {
      const target = { id, payerId: run.order.payerId };
      return { phase, paymentIntent: await retrievePaymentIntent(caller, target, run.call()) };
    }
    const quote = await currentQuote(run, entry);
    if (quote) return { phase: "quoted", paymentIntent: quote.intent };
    await pauseBeforeRead(run, pause);
  }
}

/**
 * Waits between two reads of the journal, except before the second, which finds the write of a faster call. Without the
 * pause, a store that rejects every write would cause thousands of requests.
 */
async function pauseBeforeRead({ left, options }: Run, ms: number): Promise<void> {
  // An abort ends the pause, and the next request fails.
  if (ms > 250) await sleep(Math.max(0, Math.min(ms, left())), options.signal);
}

async function step(run: Run, entry: JournalEntry | undefined): Promise<PaidOrder | typeof AGAIN> {
  const record = entry?.record;
  checkEntry(run.order, record);
  if (record?.phase === "paid") return await readPaid(run, record);
  if (record?.phase === "declined" && record.attempt === run.order.attempt) throw declined(record.declineCode);
  if (entry?.record.phase === "sending") return await recordAndSend(run, entry);
  const quote = await currentQuote(run, entry);
  if (!quote) return AGAIN;
  if (quote.intent.status === "CAPTURED") return await findCaptured(run, quote.entry);
  checkCapturable(quote.intent);
  await checkAgreed(run, quote.intent);
  // The payer may need longer to agree.
  if (run.left() <= 0) throw timedOut(quote.entry);
  return await recordAndSend(run, quote.entry);
}

/** Records the payment in the journal, then sends it. */
async function recordAndSend(run: Run, entry: JournalEntry): Promise<PaidOrder | typeof AGAIN> {
  const sending = await replace(run, entry, { ...entry.record, phase: "sending", sends: entry.record.sends + 1 });
  return sending ? await send(run, sending) : AGAIN;
}

async function findCaptured(run: Run, entry: JournalEntry): Promise<PaidOrder> {
  const { payment } = await paymentState(run, entry.record);
  return await settlePaid(run, entry, payment);
}

function checkCapturable({ status, statusReasons = [] }: PaymentIntent): void {
  if (status !== "NOT_CAPTURABLE" && status !== "UNCAPTURABLE") return;
  throw new ConnectError({
    code: "request_refused",
    outcome: "not-sent",
    next: "fix-input",
    message: "The payment intent cannot be captured. Let the payer choose another payment method, or see details.",
    details: statusReasons.flatMap(({ code }) => code ?? []),
  });
}

function declined(apiCode: string | undefined): ConnectError {
  return new ConnectError({
    code: "request_refused",
    outcome: "rejected",
    next: "new-attempt",
    apiCode,
    message: "The payment method was declined. Increase attempt once the payer has chosen what to change.",
  });
}

function timedOut(entry: JournalEntry | undefined): ConnectError {
  const isSent = entry?.record.phase === "sending";
  return new ConnectError({
    code: "timed_out",
    outcome: isSent ? "unknown" : "not-sent",
    next: isSent ? "repeat-same-key" : "retry-later",
    idempotencyKey: isSent ? entry.record.key : undefined,
    message: "The order was not settled before the deadline. Call payOnce again.",
  });
}

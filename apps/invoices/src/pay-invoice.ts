import { isConnectError } from "@plastiq-connect/core";
import { payOnce } from "@plastiq-connect/core/pay-once";
import { chooseCard, withRefused } from "./choose-card.ts";
import { change, type Desk, type OnBehalf, orderOf, readJournal } from "./desk.ts";
import type { Invoice } from "./invoice.ts";
import type { InvoiceRecord } from "./invoice-store.ts";
import { keepPayment, takeTicket } from "./read-payment.ts";

/** How long somebody at a browser waits for one response. The payment goes on after that. */
const DEADLINE = 20_000;

/**
 * Pays an invoice with the amounts that the payer agreed to by their id. However often it is called, and whenever the
 * process ends, there is one payment: `payOnce` resumes from its journal.
 *
 * @returns False when the payer agreed to other amounts than those that are stored. Then nothing was paid.
 * @throws ConnectError (it rejects) when nothing was paid, and somebody can try again.
 */
export async function payInvoice(desk: Desk, invoice: Invoice, quoteId: string, call: OnBehalf): Promise<boolean> {
  const { phase, attempt } = (await readJournal(desk, invoice))?.record ?? {};
  if (phase === "paid") return true;
  const choice = (await desk.store.read(invoice.number))?.record.choice;
  // A declined attempt is over: what is shown says so.
  if (phase === "declined" && choice?.quote.attempt === attempt) return true;
  if (phase !== "sending" && choice?.quote.id !== quoteId) return false;
  await runOnce(desk, invoice, call);
  return true;
}

/** Goes on with a payment that may have been sent. Does nothing when this process works on it already. */
export async function resumePayment(desk: Desk, invoice: Invoice, call: OnBehalf): Promise<void> {
  await runOnce(desk, invoice, call);
}

/** Two requests of one process share one run: the second would only make the outcome harder to know. */
function runOnce(desk: Desk, invoice: Invoice, call: OnBehalf): Promise<void> {
  const { runs, changes } = desk;
  const running =
    runs.get(invoice.number) ??
    run(desk, invoice, call).finally(() => {
      runs.delete(invoice.number);
      changes.announce(invoice.number);
    });
  runs.set(invoice.number, running);
  return running;
}

async function run(desk: Desk, invoice: Invoice, call: OnBehalf): Promise<void> {
  const { recipientId, choice } = (await desk.store.read(invoice.number))?.record ?? {};
  // Both are stored before anything can be sent.
  if (!recipientId || !choice) throw new Error("The invoice has no card to pay with.");
  const { paymentMethodId, quote } = choice;
  const order = orderOf(desk, invoice, { recipientId, paymentMethodId, attempt: quote.attempt });
  const expect = { sourceAmount: quote.total };
  const ticket = await takeTicket(desk, invoice);
  try {
    const { payment } = await payOnce(desk.caller, desk.journal, order, { ...call, expect, deadline: DEADLINE });
    if (payment) await keepPayment(desk, invoice, payment, ticket);
  } catch (error) {
    if (!isConnectError(error)) throw error;
    // The journal has it: what is shown says so.
    if (error.next === "new-attempt") return;
    // Another process has ended this attempt, and begun the next one.
    if (error.fields.includes("attempt") && (await lastAttempt(desk, invoice)) > quote.attempt) return;
    // The invoice is shown as being paid. After any other conflict, only somebody who reads the report can change that.
    if (error.outcome === "unknown" || error.code === "conflict") return desk.report(error);
    if (error.fields.includes("expect.sourceAmount")) {
      return await chooseCard(desk, invoice, paymentMethodId, call, quote.total);
    }
    if (error.code !== "request_refused") throw error;
    desk.report(error);
    await change(desk, invoice.number, ({ choice: _, ...record }): InvoiceRecord => {
      return withRefused({ ...record, refusal: "not-accepted" }, [paymentMethodId]);
    });
  }
}

async function lastAttempt(desk: Desk, invoice: Invoice): Promise<number> {
  return (await readJournal(desk, invoice))?.record.attempt ?? 0;
}

import { retrievePaymentIntent } from "@plastiq-connect/core";
import { payOnce } from "@plastiq-connect/core/pay-once";
import { compared, waitOf } from "./comparison.ts";
import { change, type Desk, orderOf, readJournal } from "./desk.ts";
import type { Invoice } from "./invoice.ts";
import { isSettled } from "./invoice-store.ts";
import { resumePayment } from "./pay-invoice.ts";
import { keepPayment, readPayment, takeTicket } from "./read-payment.ts";

// Nobody is at a browser.
const CALL = { endUser: "none" } as const;

/**
 * Compares an invoice with the vendor, and repairs what differs: a payment that was sent before a crash, one that was
 * made and not written down, and a status whose webhook got lost. It never begins a payment.
 */
export async function refreshInvoice(desk: Desk, invoice: Invoice): Promise<void> {
  const entry = await readJournal(desk, invoice);
  const { record } = (await desk.store.read(invoice.number)) ?? {};
  if (!entry || !record?.recipientId || isSettled(record)) return;
  const { phase, paymentMethodId, attempt, intentId } = entry.record;
  const { payerId } = invoice;
  if (phase === "sending") return await resumePayment(desk, invoice, CALL);
  if (record.payment) {
    await readPayment(desk, invoice, record.payment.id);
    return;
  }
  if (phase !== "paid") {
    const { status } = await retrievePaymentIntent(desk.caller, { id: intentId, payerId }, CALL);
    if (status !== "CAPTURED") return;
  }
  const ticket = await takeTicket(desk, invoice);
  const order = orderOf(desk, invoice, { recipientId: record.recipientId, paymentMethodId, attempt });
  const { payment } = await payOnce(desk.caller, desk.journal, order, { ...CALL, approve: () => false });
  if (payment) await keepPayment(desk, invoice, payment, ticket);
}

/**
 * Compares every invoice whose payment can still change with the vendor, the less often the longer nothing changes. A
 * failure is reported, and ends only its own.
 *
 * @returns Milliseconds until the next invoice is due. Undefined when there is none.
 */
export async function reconcileInvoices(desk: Desk): Promise<number | undefined> {
  const waits: number[] = [];
  for (const number of await desk.store.unsettled()) {
    const invoice = desk.find(number);
    if (!invoice) continue;
    let wait = await timeUntilDue(desk, invoice);
    if (wait === 0) {
      await compareInvoice(desk, invoice).catch((error) => desk.report(error));
      wait = await timeUntilDue(desk, invoice);
    }
    if (wait !== undefined) waits.push(wait);
  }
  return waits.length > 0 ? Math.min(...waits) : undefined;
}

async function compareInvoice(desk: Desk, invoice: Invoice): Promise<void> {
  try {
    await refreshInvoice(desk, invoice);
  } finally {
    const entry = await readJournal(desk, invoice);
    if (entry) {
      await change(desk, invoice.number, (record) => ({ ...record, comparison: compared(record, entry, Date.now()) }));
    }
  }
}

/** Returns how long the job leaves an invoice alone. Undefined when there is nothing to compare. */
async function timeUntilDue(desk: Desk, invoice: Invoice): Promise<number | undefined> {
  const entry = await readJournal(desk, invoice);
  const { record } = (await desk.store.read(invoice.number)) ?? {};
  return entry && record && !isSettled(record) ? waitOf(record, entry, Date.now()) : undefined;
}

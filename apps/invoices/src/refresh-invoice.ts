import { retrievePaymentIntent } from "@plastiq-connect/core";
import { payOnce } from "@plastiq-connect/core/pay-once";
import { type Desk, orderOf, readJournal } from "./desk.ts";
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

/** Compares every invoice whose payment can still change with the vendor. A failure is reported, and ends only its own. */
export async function reconcileInvoices(desk: Desk): Promise<void> {
  for (const number of await desk.store.unsettled()) {
    const invoice = desk.find(number);
    if (invoice) await refreshInvoice(desk, invoice).catch((error) => desk.report(error));
  }
}

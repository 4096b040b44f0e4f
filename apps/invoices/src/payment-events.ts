import type { WebhookEvent } from "@plastiq-connect/core/webhooks";
import type { Desk } from "./desk.ts";
import { wantDocument } from "./documents.ts";
import type { Invoice } from "./invoice.ts";
import { refreshInvoice } from "./refresh-invoice.ts";

/** Handles an event as a hint: it names a payment, and only what the vendor says of that payment is believed. */
export async function handleEvent(desk: Desk, { event, data }: WebhookEvent): Promise<void> {
  const invoice = await invoiceOf(desk, data.id);
  // Not a payment of ours.
  if (!invoice) return;
  if (event === "document.request" && data.type) return await wantDocument(desk, invoice, data.id, data.type);
  await refreshInvoice(desk, invoice);
}

/** Returns the invoice of a payment. The payment may be so new that nobody has written it down yet. */
async function invoiceOf(desk: Desk, paymentId: string): Promise<Invoice | undefined> {
  const known = await desk.store.numberOf(paymentId);
  if (known) return desk.find(known);
  for (const number of await desk.store.unsettled()) {
    const invoice = desk.find(number);
    const entry = await desk.store.read(number);
    if (!invoice || !entry?.record.choice || entry.record.payment) continue;
    await refreshInvoice(desk, invoice);
    if ((await desk.store.numberOf(paymentId)) === number) return invoice;
  }
  return undefined;
}

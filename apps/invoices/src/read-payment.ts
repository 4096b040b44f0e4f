import { type Payment, retrievePayment } from "@plastiq-connect/core";
import { change, type Desk } from "./desk.ts";
import type { Invoice } from "./invoice.ts";
import { amountsOf } from "./invoice-view.ts";

/** Takes a ticket. What the vendor says from now on is newer than what older tickets brought. */
export async function takeTicket(desk: Desk, { number }: Invoice): Promise<number> {
  const { tickets = 0 } = await change(desk, number, ({ tickets = 0, ...record }) => ({
    ...record,
    tickets: tickets + 1,
  }));
  return tickets;
}

/** Stores what the vendor said of the payment of an invoice, unless something newer is stored. */
export async function keepPayment(
  desk: Desk,
  { number }: Invoice,
  { id, status, createdAt, deliveryDate, ...payment }: Payment,
  ticket: number,
): Promise<void> {
  await change(desk, number, (record) => {
    if (record.payment && record.payment.ticket > ticket) return record;
    return { ...record, payment: { ticket, id, status, createdAt, deliveryDate, ...amountsOf(payment) } };
  });
}

/** Reads a payment of an invoice, and stores what the vendor says. */
export async function readPayment(desk: Desk, invoice: Invoice, id: string): Promise<Payment> {
  const ticket = await takeTicket(desk, invoice);
  const payment = await retrievePayment(desk.caller, { id, payerId: invoice.payerId }, { endUser: "none" });
  await keepPayment(desk, invoice, payment, ticket);
  return payment;
}

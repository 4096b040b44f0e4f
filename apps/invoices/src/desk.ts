import type { Caller, EndUser } from "@plastiq-connect/core";
import type { JournalEntry, JournalStore, Order } from "@plastiq-connect/core/pay-once";
import type { Changes } from "./changes.ts";
import type { FindInvoice, Invoice } from "./invoice.ts";
import type { InvoiceRecord, InvoiceStore } from "./invoice-store.ts";

/** Everything that invoices are paid with. */
export interface Desk {
  readonly caller: Caller;
  /** The journal of `payOnce`. */
  readonly journal: JournalStore;
  readonly store: InvoiceStore;
  readonly find: FindInvoice;
  readonly changes: Changes;
  /** The payments that this process works on now. */
  readonly runs: Map<string, Promise<void>>;
  /** Called for every failure that nobody at a browser is told. */
  report(error: unknown): void;
}

/** On whose behalf a call is made. */
export interface OnBehalf {
  readonly endUser: EndUser | "none";
}

/** Names the order among all orders of all payers, in every environment. */
function orderId({ caller }: Desk, { payerId, number }: Invoice): string {
  return `${new URL(caller.baseUrl).host}/${payerId}/${number}`;
}

/** Reads how far the payment of an invoice is. */
export function readJournal(desk: Desk, invoice: Invoice): Promise<JournalEntry | undefined> {
  return desk.journal.read(orderId(desk, invoice));
}

/** Returns the order that `payOnce` pays. Without its payment method it is the same for every attempt. */
export function orderOf(
  desk: Desk,
  invoice: Invoice,
  {
    recipientId,
    paymentMethodId,
    attempt,
  }: Readonly<Record<"recipientId" | "paymentMethodId", string>> & {
    readonly attempt: number;
  },
): Order {
  return {
    id: orderId(desk, invoice),
    attempt,
    payer: { id: invoice.payerId },
    recipient: { id: recipientId },
    paymentMethod: { id: paymentMethodId },
    targetAmount: invoice.amount,
    details: { memo: `Invoice ${invoice.number}` },
  };
}

/** Changes the record of an invoice, and tells everyone who follows it. The function may run more than once. */
export async function change(
  { store, changes }: Desk,
  number: string,
  next: (record: InvoiceRecord) => InvoiceRecord,
): Promise<InvoiceRecord> {
  for (;;) {
    const entry = await store.read(number);
    const record = next(entry?.record ?? {});
    if (await store.write(number, record, entry?.version ?? 0)) {
      changes.announce(number);
      return record;
    }
  }
}

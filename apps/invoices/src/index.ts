import { type Caller, endUserFrom, type Inbound } from "@plastiq-connect/core";
import type { JournalStore } from "@plastiq-connect/core/pay-once";
import { type ClaimStore, createWebhookEndpoint, type WebhookSecret } from "@plastiq-connect/core/webhooks";
import { createChanges } from "./changes.ts";
import type { Desk } from "./desk.ts";
import { demoInvoice, type FindInvoice } from "./invoice.ts";
import type { InvoiceStore } from "./invoice-store.ts";
import { handleEvent } from "./payment-events.ts";
import { reconcileInvoices } from "./refresh-invoice.ts";
import { invoiceRoutes } from "./routes.ts";

export type { SavedCard } from "./choose-card.ts";
export type { FindInvoice, Invoice } from "./invoice.ts";
export type { CardFacts, InvoiceEntry, InvoiceRecord, InvoiceStore } from "./invoice-store.ts";
export type { InvoiceView, PaymentView, QuoteView } from "./invoice-view.ts";
export { createSqliteInvoiceStore, type Database } from "./sqlite-invoice-store.ts";

/** Options for `createInvoices`. */
export interface InvoicesOptions {
  readonly caller: Caller;
  /** The journal of `payOnce`. It must be durable. */
  readonly journal: JournalStore;
  readonly store: InvoiceStore;
  /** Remembers which events are done. */
  readonly claims: ClaimStore;
  /** The last segment of the webhook's path. Without one there is no webhook, and only reconciliation sees changes. */
  readonly webhookSecret?: WebhookSecret | undefined;
  readonly allowedOrigins: readonly string[];
  readonly trustedHops?: number | undefined;
  /** Returns the payer who is signed in. It reads nothing of a request but its session. */
  payerOf(headers: Headers): string | undefined;
  /** Default: the demo's invoices. */
  readonly find?: FindInvoice;
  onError(error: unknown): void;
}

/** The invoices behind one server. */
export interface Invoices {
  /** Responds to everything below `/invoices` and `/webhooks`. */
  fetch(request: Request, inbound: Inbound): Promise<Response>;
  /**
   * Compares the invoices whose payment can still change with the vendor, the less often the longer nothing changes. Call
   * it at the start, and once a minute. A call during another one joins it.
   *
   * @returns Milliseconds until the next invoice is due. Undefined when no payment can change any more.
   */
  reconcile(): Promise<number | undefined>;
  /** Ends the responses that last, so that a server can stop. */
  close(): void;
}

/** Creates the pages' server side of invoices. Runtimes differ in the stores and in who calls `fetch`. */
export function createInvoices(options: InvoicesOptions): Invoices {
  const { caller, journal, store, claims, webhookSecret, trustedHops, onError } = options;
  const desk: Desk = {
    caller,
    journal,
    store,
    find: options.find ?? demoInvoice,
    changes: createChanges(),
    runs: new Map(),
    report: onError,
  };
  const stop = new AbortController();
  let reconciling: Promise<number | undefined> | undefined;
  const routes = invoiceRoutes(desk, { ...options, stopped: stop.signal });
  const webhook =
    webhookSecret &&
    createWebhookEndpoint({
      secret: webhookSecret,
      store: claims,
      trustedHops,
      onEvent: (event) => handleEvent(desk, event),
      onError,
    });
  return {
    async fetch(request, inbound) {
      const { pathname } = new URL(request.url);
      if (webhook && pathname.startsWith("/webhooks/")) return await webhook(request, { inbound, native: undefined });
      return await routes.fetch(request, { endUser: endUserFrom(inbound, { trustedHops }) });
    },
    reconcile() {
      reconciling ??= reconcileInvoices(desk).finally(() => {
        reconciling = undefined;
      });
      return reconciling;
    },
    close: () => stop.abort(),
  };
}

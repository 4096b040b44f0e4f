import { DatabaseSync } from "node:sqlite";
import { createSqliteJournalStore } from "@plastiq-connect/core/pay-once";
import { createClient, createMemoryClaimStore } from "@plastiq-connect/deno";
import { createInvoices, createSqliteInvoiceStore, type Invoices } from "invoices";
import { payerOfSession } from "./session.ts";
import type { Settings } from "./settings.ts";

/**
 * Opens the invoices over a SQLite database: for one machine. Several share PostgreSQL, through
 * `createPostgresJournalStore` and a store of your own.
 */
export function openInvoices(settings: Settings): Invoices | undefined {
  const { database: path, webhookSecret, allowedOrigins, trustedHops, reconcileSeconds } = settings;
  if (path === undefined) return undefined;
  const database = new DatabaseSync(path);
  // A record of the journal must survive a power failure.
  database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000");
  const invoices = createInvoices({
    caller: createClient(),
    journal: createSqliteJournalStore(database),
    store: createSqliteInvoiceStore(database),
    // Of this process alone. An event that it handles again does no harm.
    claims: createMemoryClaimStore(),
    webhookSecret,
    allowedOrigins,
    trustedHops,
    payerOf: payerOfSession,
    onError: (error) => console.error(error),
  });
  // Completes what the previous process left unfinished, and finds changes that no webhook reported.
  const reconcile = (): void => void invoices.reconcile().catch((error) => console.error(error));
  reconcile();
  setInterval(reconcile, reconcileSeconds * 1_000);
  return invoices;
}

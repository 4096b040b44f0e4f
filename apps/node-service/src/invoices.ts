import { DatabaseSync } from "node:sqlite";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { createSqliteJournalStore } from "@plastiq-connect/core/pay-once";
import { type Client, createMemoryClaimStore, readInbound } from "@plastiq-connect/node";
import type { FastifyInstance } from "fastify";
import { createInvoices, createSqliteInvoiceStore } from "invoices";
import { payerOfSession } from "./session.ts";
import type { Settings } from "./settings.ts";

/**
 * Adds `/invoices` and `/webhooks` to the service, over a SQLite database: for one machine. Several share PostgreSQL,
 * through `createPostgresJournalStore` and a store of your own.
 */
export function addInvoices(service: FastifyInstance, client: Client, settings: Settings): void {
  const { database: path, webhookSecret, allowedOrigins, trustedHops, reconcileSeconds } = settings;
  if (path === undefined) return;
  const database = new DatabaseSync(path);
  // A record of the journal must survive a power failure.
  database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000");
  const onError = (err: unknown): void => service.log.error({ err }, "invoices");
  const invoices = createInvoices({
    caller: client,
    journal: createSqliteJournalStore(database),
    store: createSqliteInvoiceStore(database),
    // Of this process alone. An event that it handles again does no harm.
    claims: createMemoryClaimStore(),
    webhookSecret,
    allowedOrigins,
    trustedHops,
    payerOf: payerOfSession,
    onError,
  });

  const respond = getRequestListener(
    (request, bindings) => invoices.fetch(request, readInbound((bindings as HttpBindings).incoming)),
    // The global classes stay as they are.
    { overrideGlobalObjects: false },
  );
  for (const path of ["/invoices/*", "/webhooks/*"]) {
    service.all(path, (request, reply) => {
      reply.hijack();
      return respond(request.raw, reply.raw);
    });
  }

  // Completes what the previous process left unfinished, and finds changes that no webhook reported.
  let reconciling: Promise<unknown> = Promise.resolve();
  const reconcile = (): void => {
    reconciling = invoices.reconcile().catch(onError);
  };
  const timer = setInterval(reconcile, reconcileSeconds * 1_000);
  service.addHook("onReady", async () => reconcile());
  service.addHook("preClose", async () => {
    clearInterval(timer);
    invoices.close();
  });
  service.addHook("onClose", async () => {
    await reconciling;
    database.close();
  });
}

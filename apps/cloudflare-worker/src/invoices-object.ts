import type { env } from "cloudflare:workers";
import { createClient, createMemoryClaimStore, readInbound } from "@plastiq-connect/cloudflare";
import { createSqliteJournalStore } from "@plastiq-connect/core/pay-once";
import { createInvoices, createSqliteInvoiceStore, type Invoices } from "invoices";
import { allowedOrigins } from "./allowed-origins.ts";
import { durableObjectDatabase, type SqlStorage } from "./durable-object-database.ts";
import { payerOfSession } from "./session.ts";

/** The storage of a Durable Object, as far as it is used here. */
interface Storage {
  readonly sql: SqlStorage;
  getAlarm(): Promise<number | null>;
  setAlarm(time: number): Promise<void>;
}

/**
 * The Durable Object that has the invoices: their store, the journal of their payments, and whoever follows them. What it
 * writes is stored before anything that it sends leaves it. With more payments than one object can make, use one for each
 * payer.
 */
export class InvoicesObject {
  readonly #storage: Storage;
  readonly #invoices: Invoices;
  /** The shortest time between two runs of the alarm, in milliseconds. */
  readonly #pace: number;

  constructor({ storage }: { readonly storage: Storage }, bindings: typeof env) {
    const database = durableObjectDatabase(storage.sql);
    this.#storage = storage;
    this.#pace = secondsOf(bindings.RECONCILE_SECONDS) * 1_000;
    this.#invoices = createInvoices({
      caller: createClient(bindings),
      journal: createSqliteJournalStore(database),
      store: createSqliteInvoiceStore(database),
      // As long as the object lives. An event that it handles again does no harm.
      claims: createMemoryClaimStore(),
      webhookSecret: bindings.WEBHOOK_SECRET,
      allowedOrigins: allowedOrigins(bindings.ALLOWED_ORIGINS ?? ""),
      payerOf: payerOfSession,
      onError: (error) => console.error(String(error)),
    });
  }

  async fetch(request: Request): Promise<Response> {
    if (request.method === "POST") await this.#wakeWithin(this.#pace);
    return await this.#invoices.fetch(request, readInbound(request));
  }

  /** Finishes what was left unfinished, and learns what no webhook told. The platform calls it. */
  async alarm(): Promise<void> {
    const wait = await this.#invoices.reconcile();
    if (wait !== undefined) await this.#wakeWithin(Math.max(wait, this.#pace));
  }

  async #wakeWithin(wait: number): Promise<void> {
    const time = Date.now() + wait;
    const alarm = await this.#storage.getAlarm();
    if (alarm === null || alarm > time) await this.#storage.setAlarm(time);
  }
}

function secondsOf(text: string | undefined): number {
  if (!text) return 60;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error("RECONCILE_SECONDS must be a positive integer.");
  return Number(text);
}

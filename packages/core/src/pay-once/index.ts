/**
 * Pays an order once, with a journal that survives crashes.
 *
 * @module
 */

export type { QueryPostgres } from "../schema/query-postgres.ts";
export type { JournalEntry, JournalRecord, JournalStore } from "./journal-store.ts";
export { createMemoryJournalStore } from "./memory-journal-store.ts";
export type { OrderQuote, PaidOrder, PayOnceOptions } from "./options.ts";
export type { Order } from "./order.ts";
export { payOnce, quoteOrder } from "./pay-once.ts";
export {
  createPostgresJournalStore,
  postgresJournalTable,
  type SqlJournalStoreOptions,
} from "./postgres-journal-store.ts";
export { createSqliteJournalStore, type SqliteDatabase } from "./sqlite-journal-store.ts";

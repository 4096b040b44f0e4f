import type { QueryPostgres } from "../schema/query-postgres.ts";
import { sqlName } from "../schema/sql-name.ts";
import { parseRecord } from "./checked-store.ts";
import type { JournalStore } from "./journal-store.ts";
import { openTransaction } from "./open-transaction.ts";

/** Options for journals in SQL databases. */
export interface SqlJournalStoreOptions {
  /** Name of the table. Default `plastiq_connect_orders`. */
  readonly table?: string | undefined;
}

/** The default of {@link SqlJournalStoreOptions.table}. */
export const DEFAULT_TABLE = "plastiq_connect_orders";

/**
 * Returns the SQL that creates the table of `createPostgresJournalStore`. Run it in a migration.
 *
 * @throws ConnectError `configuration_invalid` when the name is not a lower-case SQL name.
 * @example
 * ```ts
 * import { postgresJournalTable } from "@plastiq-connect/core/pay-once";
 *
 * declare const pool: { query(text: string): Promise<unknown> }; // of pg
 *
 * await pool.query(postgresJournalTable());
 * ```
 */
export function postgresJournalTable(table: string = DEFAULT_TABLE): string {
  return `create table if not exists ${sqlName(table)} (
  id text primary key,
  version integer not null,
  record text not null
)`;
}

/**
 * Creates a journal in PostgreSQL, for any number of instances. Each operation is one statement.
 *
 * Create the table with {@link postgresJournalTable}. Read from the primary, never from a replica, and leave
 * `synchronous_commit` on. Keep the rows as long as the order could be paid again. Needs PostgreSQL 13 or newer.
 *
 * @param query Runs a statement with your PostgreSQL client, outside any open transaction, because a rolled-back record
 * is lost. Nothing is paid within one: the store refuses it.
 * @throws ConnectError `configuration_invalid` when the name of the table is not a lower-case SQL name.
 * @example
 * ```ts
 * import { createPostgresJournalStore, type JournalStore } from "@plastiq-connect/core/pay-once";
 *
 * interface Pool {
 *   query(text: string, values: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
 * }
 *
 * export function journal(pool: Pool): JournalStore {
 *   return createPostgresJournalStore(async (text, values) => (await pool.query(text, [...values])).rows);
 * }
 * ```
 */
export function createPostgresJournalStore(
  query: QueryPostgres,
  { table = DEFAULT_TABLE }: SqlJournalStoreOptions = {},
): JournalStore {
  const name = sqlName(table);
  // `clock_timestamp()` is volatile, so that query caches, such as Hyperdrive's, do not return an older record.
  //
  // A transaction gets an id when it first needs one. Each read assigns one, so an id that exists before a statement
  // reveals an open transaction. The update then changes nothing, and the next read reports the transaction. The ids are
  // cast to text, because some clients do not know their type.
  const openId = "pg_current_xact_id_if_assigned()";
  const read = `select version, record, clock_timestamp(), ${openId}::text as open_id, pg_current_xact_id()::text as xact_id from ${name} where id = $1`;
  const insert = `insert into ${name} (id, version, record) values ($1, 1, $2) on conflict (id) do nothing returning id`;
  const update = `update ${name} set version = version + 1, record = $2 where id = $1 and version = $3 and ${openId} is null returning id`;
  return {
    async read(order) {
      const [row] = await query(read, [order]);
      if (row?.open_id) throw openTransaction();
      return row && { record: parseRecord(row.record), version: Number(row.version) };
    },
    async write(order, record, expectedVersion) {
      const values = [order, JSON.stringify(record)];
      const isFirst = expectedVersion === 0;
      const rows = await (isFirst ? query(insert, values) : query(update, [...values, expectedVersion]));
      return rows.length === 1;
    },
  };
}

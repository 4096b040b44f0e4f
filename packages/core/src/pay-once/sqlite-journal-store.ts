import { sqlName } from "../schema/sql-name.ts";
import { parseRecord } from "./checked-store.ts";
import type { JournalStore } from "./journal-store.ts";
import { openTransaction } from "./open-transaction.ts";
import { DEFAULT_TABLE, type SqlJournalStoreOptions } from "./postgres-journal-store.ts";

/** A SQLite database from `node:sqlite`, better-sqlite3 or `bun:sqlite`. */
export interface SqliteDatabase {
  /** True within an open transaction, in `node:sqlite`. */
  readonly isTransaction?: boolean;
  /** True within an open transaction, in better-sqlite3 and `bun:sqlite`. */
  readonly inTransaction?: boolean;
  /** Prepares a statement. */
  prepare(sql: string): {
    /** Runs the statement, and returns the number of changed rows. */
    run(...values: (string | number)[]): { readonly changes: number | bigint };
    /** Runs the statement, and returns the first row. */
    get(...values: (string | number)[]): unknown;
  };
}

/**
 * Creates a journal in SQLite, for the processes of one machine. It creates its table when it is missing.
 *
 * Give it a connection of its own. It refuses to write within an open transaction of the application, because a record
 * that is rolled back is lost, and the order is paid twice.
 *
 * Use a file on a local disk, never `:memory:`, and `pragma synchronous = full`: a record must survive a power failure.
 * With several processes also set a busy timeout.
 *
 * @throws ConnectError `configuration_invalid` when the name of the table is not a lower-case SQL name. Errors of the
 * database pass through.
 * @example
 * ```ts
 * import { createSqliteJournalStore, type JournalStore, type SqliteDatabase } from "@plastiq-connect/core/pay-once";
 *
 * // new DatabaseSync("orders.db") of node:sqlite, or new Database("orders.db") of better-sqlite3
 * export function journal(database: SqliteDatabase): JournalStore {
 *   database.prepare("pragma synchronous = full").run();
 *   return createSqliteJournalStore(database);
 * }
 * ```
 */
export function createSqliteJournalStore(
  database: SqliteDatabase,
  { table = DEFAULT_TABLE }: SqlJournalStoreOptions = {},
): JournalStore {
  const name = sqlName(table);
  database
    .prepare(`create table if not exists ${name} (id text primary key, version integer not null, record text not null)`)
    .run();
  const read = database.prepare(`select version, record from ${name} where id = ?`);
  const insert = database.prepare(
    `insert into ${name} (record, id, version) values (?, ?, 1) on conflict (id) do nothing`,
  );
  const update = database.prepare(`update ${name} set version = version + 1, record = ? where id = ? and version = ?`);
  return {
    async read(order) {
      // better-sqlite3 returns undefined for no row, bun:sqlite null.
      const row = read.get(order) as { version: number | bigint; record: string } | null | undefined;
      return row ? { record: parseRecord(row.record), version: Number(row.version) } : undefined;
    },
    async write(order, record, expectedVersion) {
      if (database.isTransaction || database.inTransaction) throw openTransaction();
      const values = [JSON.stringify(record), order];
      const isFirst = expectedVersion === 0;
      const { changes } = isFirst ? insert.run(...values) : update.run(...values, expectedVersion);
      return Number(changes) === 1;
    },
  };
}

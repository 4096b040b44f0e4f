import { type InvoiceRecord, type InvoiceStore, isSettled } from "./invoice-store.ts";

type Value = string | number | null;

/** A SQLite database: that of `node:sqlite` in Node and Deno, or a Durable Object's behind `durableObjectDatabase`. */
export interface Database {
  prepare(sql: string): {
    run(...values: Value[]): { readonly changes: number | bigint };
    get(...values: Value[]): unknown;
    all(...values: Value[]): unknown[];
  };
}

interface Row {
  readonly number: string;
  readonly version: number;
  readonly record: string;
}

/** Creates the store in SQLite, and its table when it is missing. */
export function createSqliteInvoiceStore(database: Database): InvoiceStore {
  for (const sql of [
    `create table if not exists invoices (
      number text primary key, version integer not null, record text not null,
      payment_id text, is_settled integer not null
    )`,
    "create index if not exists invoices_payment on invoices (payment_id)",
  ]) {
    database.prepare(sql).run();
  }
  const read = database.prepare("select version, record from invoices where number = ?");
  const insert = database.prepare(
    `insert into invoices (record, payment_id, is_settled, number, version) values (?, ?, ?, ?, 1)
    on conflict (number) do nothing`,
  );
  const update = database.prepare(
    `update invoices set version = version + 1, record = ?, payment_id = ?, is_settled = ?
    where number = ? and version = ?`,
  );
  const byPayment = database.prepare("select number from invoices where payment_id = ?");
  const open = database.prepare("select number from invoices where is_settled = 0 order by number");
  return {
    async read(number) {
      const row = read.get(number) as Row | undefined;
      return row && { record: JSON.parse(row.record) as InvoiceRecord, version: row.version };
    },
    async write(number, record, expectedVersion) {
      const values = [JSON.stringify(record), record.payment?.id ?? null, Number(isSettled(record)), number];
      const { changes } = expectedVersion === 0 ? insert.run(...values) : update.run(...values, expectedVersion);
      return Number(changes) === 1;
    },
    async numberOf(paymentId) {
      return (byPayment.get(paymentId) as Row | undefined)?.number;
    },
    async unsettled() {
      return (open.all() as Row[]).map(({ number }) => number);
    },
  };
}

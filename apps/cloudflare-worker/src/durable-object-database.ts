import type { Database } from "invoices";

/** The SQLite database of a Durable Object, as far as it is used here. */
export interface SqlStorage {
  exec(query: string, ...values: (string | number | null)[]): { toArray(): unknown[]; readonly rowsWritten: number };
}

/** Returns it with the methods that the stores know. */
export function durableObjectDatabase(sql: SqlStorage): Database {
  return {
    prepare: (query) => ({
      run(...values) {
        const cursor = sql.exec(query, ...values);
        cursor.toArray();
        // It counts the rows of indexes, too. No statement of the stores changes more than one row of a table.
        return { changes: Math.min(1, cursor.rowsWritten) };
      },
      get: (...values) => sql.exec(query, ...values).toArray()[0],
      all: (...values) => sql.exec(query, ...values).toArray(),
    }),
  };
}

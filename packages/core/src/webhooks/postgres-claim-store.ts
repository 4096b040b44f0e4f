import type { QueryPostgres } from "../schema/query-postgres.ts";
import { sqlName } from "../schema/sql-name.ts";
import { type ClaimStore, type ClaimStoreOptions, checkedRetention } from "./claim-store.ts";

/** Options for `createPostgresClaimStore`. */
export interface PostgresClaimStoreOptions extends ClaimStoreOptions {
  /** Name of the table. Default `plastiq_connect_webhook_claims`. */
  readonly table?: string | undefined;
}

const DEFAULT_TABLE = "plastiq_connect_webhook_claims";

/**
 * Returns the SQL that creates the table of `createPostgresClaimStore`. Run it in a migration.
 *
 * @throws ConnectError `configuration_invalid` when the name is not a lower-case SQL name.
 * @example
 * ```ts
 * import { postgresClaimTable } from "@plastiq-connect/core/webhooks";
 *
 * declare const pool: { query(text: string): Promise<unknown> }; // of pg
 *
 * await pool.query(postgresClaimTable());
 * ```
 */
export function postgresClaimTable(table: string = DEFAULT_TABLE): string {
  return `create table if not exists ${sqlName(table)} (
  id text primary key,
  token text, -- null once the event is done
  ends_at timestamptz not null
)`;
}

/**
 * Creates a store in PostgreSQL, for any number of instances. Each operation is one statement, and uses the database's
 * clock.
 *
 * Create the table with {@link postgresClaimTable}. Rows of ended claims stay until you delete them:
 * `delete from plastiq_connect_webhook_claims where ends_at < now()`.
 *
 * @param query Runs a statement with your PostgreSQL client.
 *
 * @example
 * ```ts
 * import { createPostgresClaimStore } from "@plastiq-connect/core/webhooks";
 *
 * declare const pool: { query(text: string, values: unknown[]): Promise<{ rows: Record<string, unknown>[] }> }; // of pg
 *
 * export const store = createPostgresClaimStore(async (text, values) => (await pool.query(text, [...values])).rows);
 * ```
 */
export function createPostgresClaimStore(
  query: QueryPostgres,
  { table = DEFAULT_TABLE, retention: given }: PostgresClaimStoreOptions = {},
): ClaimStore {
  const retention = checkedRetention(given);
  const name = sqlName(table);
  const later = "now() + $3::double precision * interval '1 millisecond'";
  const claim = `
    with claimed as (
      insert into ${name} as c (id, token, ends_at) values ($1, $2, ${later})
      on conflict (id) do update set token = excluded.token, ends_at = excluded.ends_at where c.ends_at <= now()
      returning 'new' as state
    )
    select state from claimed
    union all
    select case when token is null then 'done' else 'busy' end from ${name}
    where id = $1 and not exists (select from claimed)`;
  const renew = `update ${name} set ends_at = ${later} where id = $1 and token = $2 and ends_at > now() returning id`;
  const done = `update ${name} set token = null, ends_at = ${later} where id = $1 and token = $2 and ends_at > now()`;
  const release = `delete from ${name} where id = $1 and token = $2`;
  return {
    async claim(id, token, lease) {
      const [row] = await query(claim, [id, token, lease]);
      // No row means that another instance claimed it between the two parts of the statement.
      if (row?.state === "new" || row?.state === "done") return row.state;
      return "busy";
    },
    async renew(id, token, lease) {
      return (await query(renew, [id, token, lease])).length === 1;
    },
    async done(id, token) {
      await query(done, [id, token, retention]);
    },
    async release(id, token) {
      await query(release, [id, token]);
    },
  };
}

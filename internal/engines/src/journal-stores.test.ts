import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  createMemoryJournalStore,
  createPostgresJournalStore,
  createSqliteJournalStore,
  postgresJournalTable,
} from "@plastiq-connect/core/pay-once";
import type { Miniflare } from "miniflare";
import { Pool } from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import type { Engine } from "./engine.ts";
import { journalStoreContract } from "./journal-store-contract.ts";
import { startObjectWorker } from "./object-worker.ts";
import { hasPostgres, startPostgres } from "./postgres.ts";
import { remoteJournalStore } from "./remote-stores.ts";

if (!hasPostgres()) console.log("Skipped: the journal in PostgreSQL. Install postgresql.");

describe("createMemoryJournalStore", () => {
  const store = createMemoryJournalStore();
  journalStoreContract({ create: () => store });
});

describe("createSqliteJournalStore", () => {
  const folder = mkdtempSync(join(tmpdir(), "journal-"));
  const databases: DatabaseSync[] = [];
  afterAll(() => {
    for (const database of databases) database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  journalStoreContract({
    create() {
      const database = new DatabaseSync(join(folder, "orders.db"), { timeout: 5_000 });
      databases.push(database);
      return createSqliteJournalStore(database);
    },
  });
});

describe.runIf(hasPostgres())("createPostgresJournalStore", () => {
  let engine: Engine;
  let pool: Pool;
  beforeAll(async () => {
    engine = await startPostgres();
    pool = new Pool({ connectionString: engine.url, max: 8 });
    await pool.query(postgresJournalTable());
  });
  afterAll(async () => {
    await pool.end();
    await engine.stop();
  });
  journalStoreContract({
    create: () => createPostgresJournalStore(async (text, values) => (await pool.query(text, [...values])).rows),
  });
});

describe("createDurableObjectJournalStore in workerd", () => {
  let worker: Miniflare;
  let url = "";
  beforeAll(async () => {
    worker = await startObjectWorker({ object: "JournalObject", create: "createDurableObjectJournalStore" });
    url = String(await worker.ready);
  });
  afterAll(() => worker?.dispose());
  journalStoreContract({ create: () => remoteJournalStore(url) });
});

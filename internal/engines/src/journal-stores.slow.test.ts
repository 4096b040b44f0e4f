import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  createMemoryJournalStore,
  createPostgresJournalStore,
  createSqliteJournalStore,
  type JournalRecord,
  postgresJournalTable,
} from "@plastiq-connect/core/pay-once";
import type { Miniflare } from "miniflare";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "./engine.ts";
import { journalStoreContract } from "./journal-store-contract.ts";
import { startObjectWorker } from "./object-worker.ts";
import { hasPostgres, startPostgres } from "./postgres.ts";
import { remoteJournalStore } from "./remote-stores.ts";

if (!hasPostgres()) console.log("Skipped: the journal in PostgreSQL. Install postgresql.");

const RECORD: JournalRecord = {
  phase: "quoted",
  attempt: 1,
  intentId: "1",
  key: "2",
  hash: "3",
  paymentMethodId: "4",
  sends: 0,
};

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

  it("refuses to write within an open transaction, whose rollback would lose the record", async () => {
    const database = new DatabaseSync(join(folder, "shared.db"));
    databases.push(database);
    const store = createSqliteJournalStore(database);
    const write = (version: number): Promise<boolean> => store.write("order", RECORD, version);
    expect(await write(0)).toBe(true);
    database.exec("begin");
    await expect(write(1)).rejects.toMatchObject({
      code: "configuration_invalid",
      outcome: "unknown",
      message: expect.stringContaining("connection of its own"),
    });
    database.exec("rollback");
    expect(await store.read("order")).toMatchObject({ version: 1 });
    expect(await write(1)).toBe(true);
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

  it("refuses an open transaction of the application before the payment is recorded, and so before it is sent", async () => {
    const client = await pool.connect();
    const store = createPostgresJournalStore(async (text, values) => (await client.query(text, [...values])).rows);
    const sending: JournalRecord = { ...RECORD, phase: "sending" };
    const refusal = { code: "configuration_invalid", outcome: "unknown", message: expect.stringContaining("own") };
    try {
      await client.query("begin");
      // The order is new: the first record is not that of a payment.
      expect(await store.read("new")).toBeUndefined();
      expect(await store.write("new", RECORD, 0)).toBe(true);
      expect(await store.write("new", sending, 1)).toBe(false);
      await expect(store.read("new")).rejects.toMatchObject(refusal);
      await client.query("rollback");
      expect(await store.read("new")).toBeUndefined();

      await store.write("resumed", RECORD, 0);
      await client.query("begin");
      expect(await store.read("resumed")).toEqual({ record: RECORD, version: 1 });
      expect(await store.write("resumed", sending, 1)).toBe(false);
      await expect(store.read("resumed")).rejects.toMatchObject(refusal);
      await client.query("rollback");
      expect(await store.write("resumed", sending, 1)).toBe(true);

      // A transaction of one statement is committed when it resolves.
      await client.query("begin");
      expect(await store.write("resumed", RECORD, 2)).toBe(true);
      await client.query("commit");
    } finally {
      client.release();
    }
  });

  it("reads only numbers, texts and times, because some clients refuse columns of a type that they do not know", async () => {
    const [INT4, TEXT, TIMESTAMPTZ] = [23, 25, 1184];
    const types: number[] = [];
    const store = createPostgresJournalStore(async (text, values) => {
      const { rows, fields } = await pool.query(text, [...values]);
      types.push(...fields.map(({ dataTypeID }) => dataTypeID));
      return rows;
    });
    await store.write("typed", RECORD, 0);
    await store.read("typed");
    await store.write("typed", RECORD, 1);
    expect(types.length).toBeGreaterThan(2);
    expect([INT4, TEXT, TIMESTAMPTZ]).toEqual(expect.arrayContaining(types));
  });

  it("reads the latest record through a cache of queries, as Hyperdrive is by default", async () => {
    const cache = new Map<string, Record<string, unknown>[]>();
    const store = createPostgresJournalStore(async (text, values) => {
      const query = async (): Promise<Record<string, unknown>[]> => (await pool.query(text, [...values])).rows;
      const functions = [...text.matchAll(/(\w+)\(/g)].map(([, name]) => name);
      const changing = "select from pg_proc where proname = any($1) and provolatile in ('v', 's')";
      const { rowCount } = await pool.query(changing, [functions]);
      if (!text.trimStart().startsWith("select") || rowCount) return query();
      const key = JSON.stringify([text, values]);
      const rows = cache.get(key) ?? (await query());
      cache.set(key, rows);
      return rows;
    });
    const record: JournalRecord = { ...RECORD, phase: "sending" };
    expect(await store.read("cached")).toBeUndefined();
    expect(await store.write("cached", RECORD, 0)).toBe(true);
    expect(await store.read("cached")).toEqual({ record: RECORD, version: 1 });
    expect(await store.write("cached", record, 1)).toBe(true);
    expect(await store.read("cached")).toEqual({ record, version: 2 });
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

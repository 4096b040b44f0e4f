import type { JournalRecord, JournalStore } from "@plastiq-connect/core/pay-once";
import { expect, it } from "vitest";

/** Options of the contract. */
interface ContractOptions {
  /** Creates a journal, as another instance of the same service would. All share one memory. */
  create(): JournalStore;
}

/** Declares the tests that every journal of orders passes. */
export function journalStoreContract({ create }: ContractOptions): void {
  const id = (): string => crypto.randomUUID();
  const recordOf = (changes: Partial<JournalRecord> = {}): JournalRecord => ({
    phase: "quoted",
    attempt: 1,
    intentId: id(),
    key: id(),
    hash: "é".repeat(64),
    paymentMethodId: id(),
    sends: 0,
    ...changes,
  });

  it("has nothing of an order that nobody has written", async () => {
    expect(await create().read(id())).toBeUndefined();
  });

  it("shows every instance the latest record of an order, with its version", async () => {
    const [order, first, second] = [id(), recordOf(), recordOf({ phase: "paid", paymentId: id() })];
    expect(await create().write(order, first, 0)).toBe(true);
    expect(await create().read(order)).toEqual({ record: first, version: 1 });
    expect(await create().write(order, second, 1)).toBe(true);
    expect(await create().read(order)).toEqual({ record: second, version: 2 });
  });

  it("stores nothing when the version is not the expected one", async () => {
    const [order, record, store] = [id(), recordOf(), create()];
    expect(await store.write(order, record, 1)).toBe(false);
    expect(await store.read(order)).toBeUndefined();
    await store.write(order, record, 0);
    for (const version of [0, 2, 7]) expect(await store.write(order, recordOf(), version)).toBe(false);
    expect(await store.read(order)).toEqual({ record, version: 1 });
  });

  it("lets one of many instances write a version", async () => {
    const order = id();
    for (const version of [0, 1, 2]) {
      const records = Array.from({ length: 20 }, () => recordOf());
      const written = await Promise.all(records.map((record) => create().write(order, record, version)));
      expect(written.filter(Boolean)).toEqual([true]);
      expect(await create().read(order)).toEqual({ record: records[written.indexOf(true)], version: version + 1 });
    }
  });

  it("keeps orders apart, whatever their ids are", async () => {
    const store = create();
    const orders = ["a", "A", "a ", "å", "'; --", "a".repeat(500)].map((name) => `${id()}/${name}`);
    const records = orders.map(() => recordOf());
    for (const [index, order] of orders.entries()) await store.write(order, records[index] ?? recordOf(), 0);
    const read = await Promise.all(orders.map((order) => store.read(order)));
    expect(read.map((entry) => entry?.record)).toEqual(records);
  });
}

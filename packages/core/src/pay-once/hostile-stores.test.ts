import { describe, expect, it, vi } from "vitest";
import { fixture, NOBODY } from "../testing/fixture.ts";
import { type PayOnceWorld, payOnceWorld } from "../testing/pay-once-world.ts";
import { elapse, useVirtualClock } from "../testing/virtual-clock.ts";
import {
  createPostgresJournalStore,
  createSqliteJournalStore,
  type JournalEntry,
  type JournalStore,
  payOnce,
  quoteOrder,
} from "./index.ts";

useVirtualClock();

const never = (): Promise<never> => new Promise(() => {});
const asText = ({ record }: JournalEntry): string => JSON.stringify(record);

/** Lets the store return other entries than those that were written. */
function disturb(world: PayOnceWorld, change: (entry: JournalEntry) => unknown): void {
  const { read } = world.store;
  vi.spyOn(world.store, "read").mockImplementation(async (order) => {
    const entry = await read(order);
    return entry && (change(entry) as JournalEntry);
  });
}

const CHANGES: readonly (readonly [string, (entry: JournalEntry) => unknown])[] = [
  [
    "a phase in upper case",
    (entry) => ({ ...entry, record: { ...entry.record, phase: entry.record.phase.toUpperCase() } }),
  ],
  ["a phase of a later release", (entry) => ({ ...entry, record: { ...entry.record, phase: "refunded" } })],
  ["a record without a phase", (entry) => ({ ...entry, record: { ...entry.record, phase: undefined } })],
  ["a record without a key", (entry) => ({ ...entry, record: { ...entry.record, key: undefined } })],
  ["a record without an intent", (entry) => ({ ...entry, record: { ...entry.record, intentId: null } })],
  ["a record without a hash", (entry) => ({ ...entry, record: { ...entry.record, hash: "" } })],
  ["a record without a payment method", (entry) => ({ ...entry, record: { ...entry.record, paymentMethodId: 7 } })],
  ["a count that is text", (entry) => ({ ...entry, record: { ...entry.record, sends: "1" } })],
  ["an attempt that is text", (entry) => ({ ...entry, record: { ...entry.record, attempt: "1" } })],
  ["an attempt of 0", (entry) => ({ ...entry, record: { ...entry.record, attempt: 0 } })],
  ["a record as text", (entry) => ({ ...entry, record: asText(entry) })],
  ["a record without its version", ({ record }) => ({ record })],
  ["a version that is text", (entry) => ({ ...entry, version: String(entry.version) })],
  ["a version that is a bigint", (entry) => ({ ...entry, version: BigInt(entry.version) })],
  ["the fields of a row", ({ record, version }) => ({ ...record, version })],
  ["text", asText],
  ["an empty object", () => ({})],
];

describe("a store whose read returns what its write did not store", () => {
  it.each(CHANGES)("pays nothing again: %s", async (_, change) => {
    const world = await payOnceWorld();
    expect((await world.pay()).value).toBeDefined();
    disturb(world, change);
    const { error } = await world.pay();
    expect(error).toMatchObject({
      code: "configuration_invalid",
      outcome: "unknown",
      next: "fix-configuration",
      message: expect.stringContaining("read"),
    });
    expect(world.payments()).toHaveLength(1);
  });

  const row = { version: 1, record: `{"phase":"paid","intentId":"torn` };
  const statement = { run: () => ({ changes: 1 }), get: () => row };
  it.each([
    ["SQLite", createSqliteJournalStore({ prepare: () => statement })],
    ["PostgreSQL", createPostgresJournalStore(async () => [row])],
  ])("names what is wrong with a row in %s that is not JSON, and shows nothing of it", async (_, store) => {
    const world = await payOnceWorld();
    const { error } = await elapse(quoteOrder(world.client, store, world.order, NOBODY));
    expect(error).toMatchObject({
      code: "configuration_invalid",
      outcome: "unknown",
      next: "fix-configuration",
      message: expect.stringMatching(/^(?!.*torn).*not JSON/),
    });
  });

  it("may return null for an order that it does not know", async () => {
    const world = await payOnceWorld();
    const { read } = world.store;
    vi.spyOn(world.store, "read").mockImplementation(async (order) => (await read(order)) ?? (null as never));
    expect((await world.pay()).value).toBeDefined();
  });

  it("does not treat an order as paid because of another one in a store that ignores case", async () => {
    const world = await payOnceWorld();
    const { read, write } = world.store;
    vi.spyOn(world.store, "read").mockImplementation((order) => read(order.toLowerCase()));
    vi.spyOn(world.store, "write").mockImplementation((order, ...rest) => write(order.toLowerCase(), ...rest));
    expect((await world.pay({ order: { id: "Order-A" } })).value).toBeDefined();
    const { error } = await world.pay({ order: { id: "order-a" } });
    expect(error).toMatchObject({ code: "conflict", outcome: "not-sent", fields: ["id"] });
  });

  it.each([undefined, null, {}, new Map(), { read: never }, { write: never }])(
    "is refused without read and write: %o",
    async (store) => {
      const world = await payOnceWorld();
      const { client } = fixture();
      const refused = { code: "configuration_invalid", outcome: "not-sent", message: expect.stringContaining("store") };
      const expecting = { ...NOBODY, approve: () => true };
      expect((await elapse(payOnce(client, store as never, world.order, expecting))).error).toMatchObject(refused);
      expect((await elapse(quoteOrder(client, store as never, world.order, NOBODY))).error).toMatchObject(refused);
    },
  );
});

/** Lets no read see that the payment may have been sent, as a replica that lags. */
async function lag(world: PayOnceWorld): Promise<{ readonly reads: () => number }> {
  await world.quote();
  const quoted = await world.store.read(world.order.id);
  let reads = 0;
  vi.spyOn(world.store, "read").mockImplementation(async () => {
    if (++reads > 1_000) throw new Error("The store was asked 1,000 times.");
    return quoted;
  });
  return { reads: () => reads };
}

describe("a store whose reads lag behind its writes", () => {
  it("reports an unknown outcome while its payment may have been sent", async () => {
    const world = await payOnceWorld();
    world.sandbox.control.setProcessingTime(60_000);
    const { reads } = await lag(world);
    const { error } = await world.pay({ timeout: 1_000, deadline: 8_000, retries: 0 });
    expect(error).toMatchObject({ outcome: "unknown", next: "repeat-same-key", idempotencyKey: expect.any(String) });
    expect(reads()).toBeLessThan(20);
  });

  it("reports an unknown outcome when the payer does not agree a second time", async () => {
    const world = await payOnceWorld();
    await lag(world);
    world.sandbox.control.addFault({ operation: "createPayment", kind: "severed", times: null });
    const approve = vi.fn(() => false).mockImplementationOnce(() => true);
    const { error } = await world.pay({ approve, retries: 0 });
    expect(approve).toHaveBeenCalledTimes(2);
    expect(error).toMatchObject({ outcome: "unknown", next: "repeat-same-key", idempotencyKey: expect.any(String) });
  });

  it("is not read endlessly for the record of another call", async () => {
    const world = await payOnceWorld();
    const { reads } = await lag(world);
    const { write } = world.store;
    vi.spyOn(world.store, "write").mockImplementation(async (order, record, version) =>
      record.phase === "paid" ? false : write(order, record, version),
    );
    const { value } = await world.pay();
    expect(value?.payment?.id).toBe(world.payments()[0]);
    expect(reads()).toBeLessThan(20);
  });
});

it("returns the payment although the store has lost the order meanwhile", async () => {
  const world = await payOnceWorld();
  const { write } = world.store;
  vi.spyOn(world.store, "write").mockImplementation(async (order, record, version) => {
    if (record.phase !== "paid") return write(order, record, version);
    vi.spyOn(world.store, "read").mockResolvedValue(undefined);
    return false;
  });
  const { value } = await world.pay();
  expect(world.payments()).toEqual([value?.payment?.id]);
});

describe("a store that hangs", () => {
  const STEPS: readonly (readonly [string, (store: JournalStore) => Partial<JournalStore>])[] = [
    ["in read", () => ({ read: never })],
    ["in every write", () => ({ write: never })],
    ...[1, 2, 3].flatMap((nth) =>
      [false, true].map((stores): readonly [string, (store: JournalStore) => Partial<JournalStore>] => [
        `in write ${nth}, ${stores ? "after" : "before"} it stores the record`,
        (store) => {
          let writes = 0;
          return {
            async write(...args) {
              if (++writes !== nth) return await store.write(...args);
              if (stores) await store.write(...args);
              return await never();
            },
          };
        },
      ]),
    ),
  ];

  it.each(STEPS)("fails after its timeout, and the order is paid once: %s", async (_, stepsOf) => {
    const world = await payOnceWorld();
    const good = { ...world.store };
    Object.assign(world.store, stepsOf(good));
    const { error } = await world.pay({ deadline: 1_000 });
    expect(error).toMatchObject({ code: "timed_out", outcome: "unknown", next: "repeat-same-key" });
    expect(world.payments().length).toBeLessThanOrEqual(1);
    Object.assign(world.store, good);
    expect((await world.pay()).value?.payment).toBeDefined();
    expect(world.payments()).toHaveLength(1);
  });

  it("is asked again within the deadline when a write hung", async () => {
    const world = await payOnceWorld();
    vi.spyOn(world.store, "write").mockImplementationOnce(never);
    expect((await world.pay()).value?.payment).toBeDefined();
  });

  it("does not block a quote", async () => {
    const world = await payOnceWorld();
    const { client } = fixture();
    const { error } = await elapse(quoteOrder(client, { read: never, write: never }, world.order, NOBODY));
    expect(error).toMatchObject({ code: "timed_out" });
  });
});

describe("approve", () => {
  it("does not block beyond the deadline", async () => {
    const world = await payOnceWorld();
    const { error } = await world.pay({ approve: never, deadline: 2_000 });
    expect(error).toMatchObject({ code: "timed_out", outcome: "not-sent", next: "retry-later" });
    expect(world.payments()).toEqual([]);
    expect((await world.pay()).value).toBeDefined();
  });

  it("starts no timer with a negative time when it is called after the deadline", async () => {
    const world = await payOnceWorld();
    const { write } = world.store;
    vi.spyOn(world.store, "write").mockImplementation(async (...args) => {
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      return write(...args);
    });
    const timers = vi.spyOn(globalThis, "setTimeout");
    const { error } = await world.pay({ approve: async () => true, deadline: 2_000 });
    expect(error).toMatchObject({ code: "timed_out", outcome: "not-sent" });
    expect(timers.mock.calls.filter(([, ms]) => Number(ms) < 0)).toEqual([]);
  });

  it("does not block after an abort", async () => {
    const world = await payOnceWorld();
    const controller = new AbortController();
    const approve = (): Promise<never> => {
      setTimeout(() => controller.abort(), 500);
      return never();
    };
    const { error } = await world.pay({ approve, signal: controller.signal });
    expect(error).toMatchObject({ code: "aborted", outcome: "not-sent" });
    expect(world.payments()).toEqual([]);
  });
});

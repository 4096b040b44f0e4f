import { describe, expect, it, vi } from "vitest";
import { fixture, json, NOBODY, respondWith } from "../testing/fixture.ts";
import { payOnceWorld } from "../testing/pay-once-world.ts";
import { elapse, useVirtualClock } from "../testing/virtual-clock.ts";
import { createMemoryJournalStore, type JournalRecord, type Order, payOnce } from "./index.ts";

useVirtualClock();

const uuid = (digit: string): string => `${digit.repeat(8)}-0000-4000-8000-${digit.repeat(12)}`;
const ORDER: Order = {
  id: "production/Café/1042",
  payer: { id: uuid("A") },
  recipient: { id: uuid("B") },
  paymentMethod: { id: uuid("C") },
  targetAmount: { value: "100.50", currency: "USD" },
  details: { memo: "Invoice 1042", accountName: "Café" },
  metadata: { note: null, lines: [1, { sku: "b", count: 2 }] },
  isExpedited: true,
};

/** The record of that order as every release has written it: two releases can share a journal during a deployment. */
const RECORD: JournalRecord = {
  phase: "sending",
  attempt: 1,
  intentId: uuid("d"),
  key: uuid("e"),
  hash: "e36342a3488dc585cf4f2f2438051523bbca4142ecfe9dbd404b40b7db548f58",
  paymentMethodId: uuid("c"),
  sends: 1,
};

describe("an order from a journal that another release has written", () => {
  const payment = { id: uuid("f"), payer: { id: uuid("a") } };
  const pay = async (record: JournalRecord, order: Order = ORDER) => {
    const store = createMemoryJournalStore();
    await store.write(order.id, record, 0);
    const fetch = respondWith(json(payment));
    const { client } = fixture({ fetch });
    const { value, error } = await elapse(payOnce(client, store, order, { ...NOBODY, approve: () => false }));
    return { value, error, asked: fetch.asked };
  };

  it("is resumed with the recorded intent and key", async () => {
    const { value, asked } = await pay(RECORD);
    expect(value).toEqual({ paymentIntent: { id: RECORD.intentId }, payment });
    expect(asked.map(({ headers }) => headers.get("idempotency-key"))).toEqual([RECORD.key]);
    expect(await asked[0]?.json()).toMatchObject({ paymentIntent: { id: RECORD.intentId } });
  });

  it("is not resumed when it has become another order", async () => {
    for (const change of [{ isExpedited: false }, { recipient: ORDER.paymentMethod }, { payer: ORDER.recipient }]) {
      const { error, asked } = await pay(RECORD, { ...ORDER, ...change });
      expect(error).toMatchObject({ code: "conflict", outcome: "not-sent", fields: ["id"] });
      expect(asked).toEqual([]);
    }
  });

  it("is paid with the recorded intent when nothing was sent yet, and with no other payment method", async () => {
    const quoted: JournalRecord = { ...RECORD, phase: "quoted", sends: 0 };
    const { asked } = await pay(quoted);
    expect(asked.map(({ method, url }) => [method, url.includes(RECORD.intentId)])).toEqual([["GET", true]]);
    const other = await pay(quoted, { ...ORDER, paymentMethod: ORDER.recipient });
    expect(other.asked.map(({ method, url }) => [method, new URL(url).pathname])).toEqual([
      ["POST", "/api/payment-intents"],
    ]);
  });
});

describe("payOnce after a payment of unknown outcome", () => {
  it("renews an expired intent once the given bound has passed, and not before", async () => {
    const world = await payOnceWorld();
    const { control } = world.sandbox;
    control.addFault({ operation: "createPayment", kind: "severed", times: null });
    await world.pay({ deadline: 2_000 });
    control.clearFaults();
    world.advance(8);
    const unknown = { outcome: "unknown", next: "repeat-same-key" };
    expect((await world.pay()).error).toMatchObject(unknown);
    expect((await world.pay({ bound: 240_000 })).error).toMatchObject(unknown);
    expect((await world.pay({ bound: 120_000 })).value?.payment).toBeDefined();
    expect(world.payments()).toHaveLength(1);
  });

  it.each(["quoted", "sending"] as const)(
    "keeps a payment that succeeded after its bound, and makes no other, although another call has %s a new intent",
    async (phase) => {
      const world = await payOnceWorld();
      const { write } = world.store;
      let isRenewed = false;
      vi.spyOn(world.store, "write").mockImplementation(async (order, record, version) => {
        if (record.phase === "paid" && !isRenewed) {
          isRenewed = true;
          await write(order, { ...record, phase, intentId: uuid("d"), key: uuid("e"), paymentId: undefined }, version);
        }
        return write(order, record, version);
      });
      const { value } = await world.pay();
      expect(value?.payment).toBeDefined();
      expect((await world.pay()).value).toEqual(value);
      expect(world.payments()).toEqual([value?.payment?.id]);
    },
  );

  it.each([
    ["unknown", { kind: "severed" }, { code: "network_failed", next: "repeat-same-key" }],
    ["rejected", { kind: "status", status: 403 }, { code: "forbidden", next: "fix-configuration" }],
  ] as const)("keeps the outcome %s when the intent cannot be retrieved", async (outcome, fault, facts) => {
    const world = await payOnceWorld();
    world.sandbox.control.addFault({ operation: "createPayment", times: null, ...fault });
    world.sandbox.control.addFault({ operation: "retrievePaymentIntent", kind: "severed", times: null });
    expect((await world.pay({ deadline: 2_000 })).error).toMatchObject({ outcome, ...facts });
  });

  it("does not retry a replayed failure", async () => {
    const store = createMemoryJournalStore();
    await store.write(ORDER.id, RECORD, 0);
    const failure = json({ code: "INTERNAL_SERVER_ERROR" }, 500, { "idempotent-replay": "true" });
    const fetch = respondWith(failure, json({ id: RECORD.intentId, status: "CAPTURABLE" }));
    const options = { ...NOBODY, approve: () => true };
    const { error } = await elapse(payOnce(fixture({ fetch }).client, store, ORDER, options));
    expect(error).toMatchObject({ outcome: "unknown", next: "look-up", replayed: true });
    expect(fetch.asked.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });

  it("stops its pause when it is aborted, and the outcome stays unknown", async () => {
    const world = await payOnceWorld();
    world.sandbox.control.addFault({ operation: "createPayment", kind: "severed", times: null });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20_000);
    const startedAt = Date.now();
    const { error } = await world.pay({ signal: controller.signal, deadline: 60_000 });
    expect(error).toMatchObject({ outcome: "unknown", next: "repeat-same-key" });
    expect(Date.now() - startedAt).toBe(20_000);
  });
});

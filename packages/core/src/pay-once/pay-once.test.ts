import { describe, expect, it, vi } from "vitest";
import type { Fetch } from "../http/transport/fetch.ts";
import { fixture, NOBODY } from "../testing/fixture.ts";
import { type PayOnceWorld, payOnceWorld } from "../testing/pay-once-world.ts";
import { elapse, useVirtualClock } from "../testing/virtual-clock.ts";
import { payOnce, quoteOrder } from "./index.ts";

useVirtualClock();

const DECLINING = "4000000000000341";
const total = (value: number) => ({ sourceAmount: { value, currency: "USD" } });

/** The result of a call that paid the order, or found its payment. There is only one payment. */
function onlyPayment(world: PayOnceWorld) {
  const payments = world.payments();
  expect(payments).toHaveLength(1);
  return { payment: { id: payments[0] } };
}

describe("payOnce", () => {
  it("returns the payment, and the same one whenever it is called again", async () => {
    const world = await payOnceWorld();
    const first = await world.pay();
    expect(first.value).toMatchObject({ payment: { status: "CHARGED", targetAmount: { value: 100 } } });
    world.advance(48 * 60);
    const again = await world.pay({ order: { attempt: 2 } });
    expect(again.value?.payment?.id).toBe(first.value?.payment?.id);
    expect(world.payments()).toHaveLength(1);
  });

  it("treats both Unicode forms of an id as the same order", async () => {
    const world = await payOnceWorld();
    const [composed, decomposed] = ["shop/Café".normalize("NFC"), "shop/Café".normalize("NFD")];
    const first = await world.pay({ order: { id: composed, details: { memo: composed } } });
    const again = await world.pay({ order: { id: decomposed, details: { memo: decomposed } } });
    expect(again.value?.payment?.id).toBe(first.value?.payment?.id);
    expect(world.payments()).toHaveLength(1);
  });

  it("pays once when it is called many times at once, and returns the payment to every caller", async () => {
    const world = await payOnceWorld();
    world.sandbox.control.setProcessingTime(3_000);
    const all = await world.payTogether(5);
    expect(all).toMatchObject(Array(5).fill({ value: onlyPayment(world) }));
  });

  it("finds the payment when its response was lost", async () => {
    const world = await payOnceWorld();
    world.sandbox.control.addFault({ operation: "createPayment", kind: "severed", carriedOut: true, times: 9 });
    const { value } = await world.pay();
    expect(value).toMatchObject(onlyPayment(world));
  });

  it("finds the payment that names its intent beside an equal one, when its response was lost", async () => {
    const { sandbox, store, order, pay } = await payOnceWorld();
    const intents = new Map<unknown, unknown>();
    // The sandbox's payments name no intent.
    const fetch: Fetch = async (url, init) => {
      const request = new Request(url, init);
      const isPayment = request.method === "POST" && new URL(url).pathname.endsWith("/payments");
      const { paymentIntent } = isPayment ? await request.clone().json() : {};
      const known = sandbox.control.state().payments.length;
      const response = await sandbox.fetch(request).finally(() => {
        const { payments } = sandbox.control.state();
        if (payments.length > known) intents.set(payments.at(-1)?.id, paymentIntent);
      });
      if (isPayment || !new URL(url).pathname.endsWith("/payments")) return response;
      const { data, ...rest } = await response.json();
      const named = data.map((payment: { id: string }) => ({ ...payment, paymentIntent: intents.get(payment.id) }));
      return Response.json({ data: named, ...rest });
    };
    const { client } = fixture({ fetch });
    await pay({ order: { id: "local/acme/1041" } });
    sandbox.control.addFault({ operation: "createPayment", kind: "severed", carriedOut: true, times: 9 });
    const { value } = await elapse(payOnce(client, store, order, { ...NOBODY, approve: () => true }));
    expect(value?.payment?.paymentIntent).toEqual(value?.paymentIntent);
    expect(value?.payment?.id).toBe(sandbox.control.state().payments.find(({ id }) => intents.has(id))?.id);
  });

  it("repeats beyond the retries of one call, within the deadline", async () => {
    const world = await payOnceWorld();
    world.sandbox.control.addFault({ operation: "createPayment", kind: "status", status: 500, times: 7 });
    expect((await world.pay()).value?.payment).toBeDefined();
  });

  it("is of unknown outcome, with the key of the journal, when the deadline is over", async () => {
    const world = await payOnceWorld();
    world.sandbox.control.addFault({ operation: "createPayment", kind: "status", status: 500, times: null });
    const { error } = await world.pay({ deadline: 5_000 });
    const entry = await world.store.read(world.order.id);
    expect(error).toMatchObject({ outcome: "unknown", next: "repeat-same-key", idempotencyKey: entry?.record.key });
    world.sandbox.control.clearFaults();
    expect((await world.pay()).value?.payment).toBeDefined();
  });

  it("reports that the order is paid, although reading the journal took longer than the deadline", async () => {
    const world = await payOnceWorld();
    const paid = await world.pay();
    const { read } = world.store;
    vi.spyOn(world.store, "read").mockImplementation(async (order) => {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      return read(order);
    });
    const { value } = await world.pay({ deadline: 1_000 });
    expect(value?.paymentIntent).toEqual(paid.value?.paymentIntent);
  });

  it("pays no other intent while an accepted payment may still be running, although its intent has expired", async () => {
    const world = await payOnceWorld();
    world.sandbox.control.setProcessingTime(120_000);
    expect((await world.pay({ deadline: 2_000 })).error).toMatchObject({ outcome: "unknown" });
    world.advance(6);
    const late = await world.pay({ deadline: 2_000 });
    expect(late.error).toMatchObject({ outcome: "unknown", next: "repeat-same-key" });
    expect((await world.pay({ deadline: 600_000 })).value).toMatchObject(onlyPayment(world));
  });

  it("is never certain about a refusal after a payment that may have been sent", async () => {
    const world = await payOnceWorld();
    world.sandbox.control.addFault({ operation: "createPayment", kind: "status", status: 500, times: null });
    await world.pay({ deadline: 2_000 });
    world.sandbox.control.clearFaults();
    world.sandbox.control.addFault({ operation: "createPayment", kind: "status", status: 403 });
    const unknown = { outcome: "unknown", next: "repeat-same-key" };
    expect((await world.pay()).error).toMatchObject({ code: "forbidden", ...unknown });
  });

  it("reports a refusal of the first payment at once, and another call may change the order", async () => {
    const world = await payOnceWorld();
    world.sandbox.control.addFault({ operation: "createPayment", kind: "status", status: 403 });
    expect((await world.pay()).error).toMatchObject({ code: "forbidden", outcome: "rejected" });
    expect(world.payments()).toEqual([]);
    await world.pay({ order: { targetAmount: { value: 50, currency: "USD" } } });
    expect(world.sandbox.control.state().payments).toMatchObject([{ sourceAmount: { value: 51.43 } }]);
  });

  it("is of unknown outcome, with the key of the journal, when reading the journal took longer than the deadline", async () => {
    const world = await payOnceWorld();
    world.sandbox.control.addFault({ operation: "createPayment", kind: "severed", times: null });
    await world.pay({ deadline: 2_000 });
    const { read } = world.store;
    vi.spyOn(world.store, "read").mockImplementation(async (order) => {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      return read(order);
    });
    const { error } = await world.pay({ deadline: 1_000 });
    const idempotencyKey = (await read(world.order.id))?.record.key;
    expect(error).toMatchObject({ code: "timed_out", outcome: "unknown", next: "repeat-same-key", idempotencyKey });
  });

  it("returns its own payment also when the payer has paid an equal order", async () => {
    const world = await payOnceWorld();
    const first = await world.pay();
    await world.pay({ order: { id: "local/acme/1043" } });
    expect(world.payments()).toHaveLength(2);
    const again = await world.pay();
    expect(first.value?.payment).toBeDefined();
    expect(again.value?.payment?.id).toBe(first.value?.payment?.id);
  });

  it("returns the payment of a paid order later, when it could not be found at first", async () => {
    const world = await payOnceWorld();
    world.sandbox.control.addFault({ operation: "createPayment", kind: "severed", carriedOut: true, times: 9 });
    world.sandbox.control.addFault({ operation: "listPayments", kind: "status", status: 403 });
    const { value } = await world.pay();
    expect([value?.paymentIntent, value?.payment]).toEqual([{ id: expect.any(String) }, undefined]);
    world.sandbox.control.addFault({ operation: "retrievePaymentIntent", kind: "status", status: 403 });
    expect((await world.pay()).value).toEqual({ paymentIntent: value?.paymentIntent });
    expect((await world.pay()).value).toMatchObject(onlyPayment(world));
  });

  it.each(["with", "without"] as const)(
    "finds its payment beside that of an equal order only when payments name their intent: %s",
    async (intentOnPayments) => {
      const world = await payOnceWorld();
      world.sandbox.control.setIntentOnPayments(intentOnPayments);
      await world.pay({ order: { id: "local/acme/1043" } });
      world.sandbox.control.addFault({ operation: "createPayment", kind: "severed", carriedOut: true, times: 9 });
      const { value } = await world.pay();
      const [, own] = world.sandbox.control.state().payments;
      expect(value?.paymentIntent.id).toBe(own?.intentId);
      expect(value?.payment?.id).toBe(intentOnPayments === "with" ? own?.id : undefined);
    },
  );

  it("ignores the order of fields and the letter case of ids", async () => {
    const world = await payOnceWorld();
    const details = { memo: "a", accountName: "b" };
    await world.pay({ order: { details } });
    const upper = ({ id }: { readonly id: string }) => ({ id: id.toUpperCase() });
    const { payer, recipient, paymentMethod } = world.order;
    const same = { payer: upper(payer), recipient: upper(recipient), paymentMethod: upper(paymentMethod) };
    const { value } = await world.pay({ order: { ...same, details: { accountName: "b", memo: "a" } } });
    expect(value).toMatchObject(onlyPayment(world));
  });

  it("asks again with a new intent when the old one expired before it was paid", async () => {
    const world = await payOnceWorld();
    const refused = await world.pay({ expect: total(1) });
    expect(refused.error).toMatchObject({ outcome: "not-sent", next: "look-up", fields: ["expect.sourceAmount"] });
    world.advance(6);
    world.sandbox.control.setFees({ card: "5" });
    expect((await world.pay({ expect: total(102.85) })).error).toMatchObject({ fields: ["expect.sourceAmount"] });
    const approve = vi.fn(() => true);
    expect((await world.pay({ expect: total(105), approve })).value?.payment).toMatchObject(total(105));
    expect(approve.mock.calls).toMatchObject([[{ status: "CAPTURABLE", ...total(105) }]]);
  });

  it.each([6, 5.005])("renews an intent that expires between the approval and the payment: %d min", async (minutes) => {
    // The vendor's clock in a response shows whole seconds.
    vi.setSystemTime("2026-01-01T00:00:00.500Z");
    const world = await payOnceWorld();
    const approve = vi.fn(() => {
      if (approve.mock.calls.length === 1) world.advance(minutes);
      return true;
    });
    expect((await world.pay({ approve })).value).toMatchObject(onlyPayment(world));
    expect(approve).toHaveBeenCalledTimes(2);
  });

  it("pays nothing unless approve returns true", async () => {
    const world = await payOnceWorld();
    for (const approve of [() => false, async () => false, () => "yes" as never]) {
      expect((await world.pay({ approve })).error).toMatchObject({ outcome: "not-sent", fields: ["approve"] });
    }
    expect((await world.pay({ approve: undefined })).error).toMatchObject({ code: "input_invalid" });
    expect(world.payments()).toEqual([]);
  });

  it("pays without approve when the total is the expected one, in the expected currency", async () => {
    const world = await payOnceWorld();
    const dollars = { value: 102.85, currency: "CAD" };
    const refused = await world.pay({ approve: undefined, expect: { sourceAmount: dollars } });
    expect(refused.error).toMatchObject({ outcome: "not-sent", fields: ["expect.sourceAmount"] });
    expect(world.payments()).toEqual([]);
    const { value } = await world.pay({ approve: undefined, expect: total(102.85) });
    expect(value).toMatchObject(onlyPayment(world));
  });

  it("takes another payment method as long as nothing was sent", async () => {
    const world = await payOnceWorld(DECLINING);
    await world.pay({ approve: () => false });
    const paymentMethod = { id: await world.addCard("4242424242424242") };
    expect((await world.pay({ order: { paymentMethod } })).value?.payment).toMatchObject({ paymentMethod });
  });

  it("refuses another payment under the id of a paid order", async () => {
    const world = await payOnceWorld();
    await world.pay();
    const { error } = await world.pay({ order: { targetAmount: { value: 101, currency: "USD" } } });
    expect(error).toMatchObject({ code: "conflict", outcome: "not-sent", fields: ["id"] });
    expect((await world.pay({ order: { targetAmount: { value: 100, currency: "USD" } } })).value).toBeDefined();
  });

  it.each([
    ["", () => new Promise<boolean>((resolve) => setTimeout(resolve, 2_000, true))],
    [
      ", also when approve blocks, like confirm() in Deno",
      () => {
        vi.advanceTimersByTime(2_000);
        return true;
      },
    ],
  ])("sends no payment when the payer agreed after the deadline%s", async (_, approve) => {
    const world = await payOnceWorld();
    const { error } = await world.pay({ approve, deadline: 1_000 });
    expect(error).toMatchObject({ code: "timed_out", outcome: "not-sent", next: "retry-later" });
    expect(await world.store.read(world.order.id)).toMatchObject({ record: { phase: "quoted" } });
    expect(world.payments()).toEqual([]);
  });

  it("pauses between reads when the store never stores a record, and pays nothing", async () => {
    const world = await payOnceWorld();
    vi.spyOn(world.store, "write").mockResolvedValue(false);
    const seen = world.sandbox.control.seen().length;
    const { client } = fixture({ fetch: (url, init) => world.sandbox.fetch(new Request(url, init)) });
    for (const { error } of [await world.pay(), await elapse(quoteOrder(client, world.store, world.order, NOBODY))]) {
      expect(error).toMatchObject({ code: "timed_out", outcome: "not-sent" });
    }
    expect(world.sandbox.control.seen().length - seen).toBeLessThan(40);
    expect(world.payments()).toEqual([]);
  });

  it.each([undefined, 1, {}])("refuses a store whose write resolves with %j", async (written) => {
    const world = await payOnceWorld();
    vi.spyOn(world.store, "write").mockResolvedValue(written as never);
    const { error } = await world.pay();
    expect(error).toMatchObject({ code: "configuration_invalid", message: expect.stringContaining("write") });
    expect(world.payments()).toEqual([]);
  });

  it("keeps no secret and no amount in the journal", async () => {
    const world = await payOnceWorld();
    await world.pay({ order: { details: { accountNumber: "88-1042-77" } } });
    const record = JSON.stringify(await world.store.read(world.order.id));
    expect(record).not.toMatch(/88-1042-77|102\.85|42424242/);
  });
});

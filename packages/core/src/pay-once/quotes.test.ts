import { describe, expect, it, vi } from "vitest";
import { fixture, json, NOBODY, respondWith } from "../testing/fixture.ts";
import { type PayOnceWorld, payOnceWorld } from "../testing/pay-once-world.ts";
import { elapse, useVirtualClock } from "../testing/virtual-clock.ts";
import { payOnce, quoteOrder } from "./index.ts";

useVirtualClock();

const DECLINING = "4000000000000341";
const usd = (value: number) => ({ value, currency: "USD" }) as const;
const intents = (world: PayOnceWorld) => world.sandbox.control.state().paymentIntents.map(({ id }) => id);

describe("quoteOrder", () => {
  it("returns one intent, which payOnce pays, and pays nothing itself", async () => {
    const world = await payOnceWorld();
    const { value } = await world.quote();
    expect(value).toMatchObject({ phase: "quoted", paymentIntent: { sourceAmount: usd(102.85) } });
    expect((await world.quote()).value?.paymentIntent.id).toBe(value?.paymentIntent.id);
    expect(world.payments()).toEqual([]);
    const approve = vi.fn(() => true);
    await world.pay({ approve });
    expect(approve).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: value?.paymentIntent.id }));
    expect(world.payments()).toHaveLength(1);
    expect(intents(world)).toHaveLength(1);
  });

  it("renews an intent that has expired, and one of an order that was changed", async () => {
    const world = await payOnceWorld();
    await world.quote();
    world.advance(6);
    expect((await world.quote()).value).toMatchObject({ phase: "quoted", paymentIntent: { status: "CAPTURABLE" } });
    expect((await world.quote({ targetAmount: usd(50) })).value?.paymentIntent).toMatchObject({
      targetAmount: usd(50),
    });
    expect(intents(world)).toHaveLength(3);
  });

  it("returns the intent that was paid, and creates no other", async () => {
    const world = await payOnceWorld();
    const paid = await world.pay();
    const { value } = await world.quote();
    expect(value).toMatchObject({ phase: "paid", paymentIntent: { ...paid.value?.paymentIntent, status: "CAPTURED" } });
    expect(intents(world)).toHaveLength(1);
  });

  it("returns the intent of a payment that may have been sent, and creates no other", async () => {
    const world = await payOnceWorld();
    world.sandbox.control.addFault({ operation: "createPayment", kind: "severed", times: null });
    await world.pay({ deadline: 2_000 });
    expect((await world.quote()).value).toMatchObject({ phase: "sending", paymentIntent: { id: intents(world)[0] } });
    expect(intents(world)).toHaveLength(1);
  });

  it("returns the declined intent until the next attempt, which gets a new one", async () => {
    const world = await payOnceWorld(DECLINING);
    await world.pay();
    const first = await world.quote();
    expect(first.value).toMatchObject({ phase: "declined", paymentIntent: { id: intents(world)[0] } });
    expect((await world.quote({ attempt: 2 })).value).toMatchObject({ phase: "quoted" });
    expect(intents(world)).toHaveLength(2);
  });
});

describe("payOnce after a quote", () => {
  it("pays the order as it is now, with a new intent, when it was changed", async () => {
    const world = await payOnceWorld();
    await world.quote();
    await world.pay({ order: { targetAmount: usd(50) } });
    expect(world.sandbox.control.state().payments).toMatchObject([{ sourceAmount: usd(51.43) }]);
  });

  it("finds the payment when the intent was paid by another call", async () => {
    const world = await payOnceWorld();
    const { id } = (await world.quote()).value?.paymentIntent ?? { id: "" };
    const payment = await world.client.payments.create(
      { paymentIntent: { id }, payer: world.order.payer },
      { ...NOBODY, idempotencyKey: "generate" },
    );
    const approve = vi.fn(() => true);
    expect((await world.pay({ approve })).value?.payment?.id).toBe(payment.id);
    expect(approve).not.toHaveBeenCalled();
    expect(world.payments()).toEqual([payment.id]);
  });

  it.each(["guide", "openapi"] as const)(
    "does not send an intent that cannot be captured, in the %s's words",
    async (words) => {
      const world = await payOnceWorld();
      world.sandbox.control.setVocabulary(words);
      await world.quote();
      await world.client.recipients.delete({ id: world.order.recipient.id }, NOBODY);
      expect((await world.pay()).error).toMatchObject({
        code: "request_refused",
        outcome: "not-sent",
        next: "fix-input",
        details: ["LOCAL_NO_RECIPIENT"],
      });
      expect(world.sandbox.control.seen({ operation: "createPayment" })).toEqual([]);
    },
  );

  it("stays in the same attempt when the vendor declines to create the intent", async () => {
    const body = { code: "PAYMENT_METHOD_DECLINED", message: "Payment method declined", traceId: crypto.randomUUID() };
    const { client } = fixture({ fetch: respondWith(json(body, 400)) });
    const world = await payOnceWorld();
    for (const call of [payOnce, quoteOrder]) {
      const { error } = await elapse<unknown>(
        call(client, world.store, world.order, { ...NOBODY, approve: () => true }),
      );
      expect(error).toMatchObject({ outcome: "rejected", next: "fix-input", apiCode: "PAYMENT_METHOD_DECLINED" });
    }
    const paymentMethod = { id: await world.addCard("5555555555554444") };
    expect((await world.pay({ order: { paymentMethod } })).value).toBeDefined();
    expect(world.payments()).toHaveLength(1);
  });

  it("creates a new intent only when the vendor itself no longer knows the old one", async () => {
    const world = await payOnceWorld();
    await world.quote();
    const { control } = world.sandbox;
    control.addFault({ operation: "retrievePaymentIntent", kind: "status", status: 403 });
    expect((await world.pay()).error).toMatchObject({ code: "forbidden" });
    const page = respondWith(() => new Response("<html>", { status: 404 }));
    const { client } = fixture({ fetch: page });
    const gone = await elapse(payOnce(client, world.store, world.order, { ...NOBODY, approve: () => true }));
    expect(gone.error).toMatchObject({ code: "not_found", outcome: "unknown" });
    expect(page.asked.map(({ method }) => method)).toEqual(["GET"]);
    expect(intents(world)).toHaveLength(1);
    control.addFault({ operation: "retrievePaymentIntent", kind: "status", status: 404 });
    expect((await world.pay()).value?.paymentIntent.id).not.toBe(intents(world)[0]);
    expect(intents(world)).toHaveLength(2);
    expect(world.payments()).toHaveLength(1);
  });
});

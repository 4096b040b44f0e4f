import { describe, expect, it, vi } from "vitest";
import { PAYER, respondWith } from "../../testing/fixture.ts";
import { amount, ID, intent, OTHER, payments, QUOTE, REF, resolve } from "../../testing/resolve-payment.ts";
import { useVirtualClock } from "../../testing/virtual-clock.ts";

useVirtualClock();

describe("payments.resolve", () => {
  it("returns the payment when the intent is captured and one payment matches", async () => {
    const match = { id: OTHER, ...QUOTE, createdAt: "2026-01-01T00:01:00.000Z" };
    const another = { ...match, id: ID, sourceAmount: amount(5) };
    const { value } = await resolve(respondWith(intent("CAPTURED"), payments(another, match)));
    expect(value).toEqual({ outcome: "happened", payment: match });
    // A timer would keep the process alive.
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ["is of another recipient", { recipient: { id: OTHER } }],
    ["has no recipient", { recipient: undefined }],
    ["is by another payment method", { paymentMethod: { id: OTHER } }],
    ["has another amount", { targetAmount: amount(99) }],
    ["has another currency", { sourceAmount: { value: 102.85, currency: "CAD" } }],
    ["has one amount only", { sourceAmount: undefined }],
    ["has another memo", { details: { memo: "Order 8" } }],
    ["has another account name", { details: { accountName: "Peas" } }],
    ["has another account number", { details: { accountNumber: "8" } }],
    ["is older than the intent", { createdAt: "2025-12-31T23:59:50.000Z" }],
    ["does not say when it was made", { createdAt: undefined }],
    ["says only the date", { createdAt: "2026-01-01" }],
    ["says no time zone", { createdAt: "2026-01-01T00:01:00.000" }],
    ["names another intent", { paymentIntent: { id: OTHER } }],
  ])("returns happened without the payment when that %s", async (_, difference) => {
    const payment = { id: OTHER, ...QUOTE, ...difference };
    const { value } = await resolve(respondWith(intent("CAPTURED"), payments(payment)));
    expect(value).toEqual({ outcome: "happened" });
  });

  it("returns happened without the payment when the intent has no creation time", async () => {
    const fetch = respondWith(intent("CAPTURED", { createdAt: undefined }), payments({ id: OTHER, ...QUOTE }));
    expect((await resolve(fetch)).value).toEqual({ outcome: "happened" });
  });

  it("finds the payment that names the intent, whatever else is different, beside equal ones", async () => {
    const own = { id: OTHER, status: "CHARGED", paymentIntent: { id: ID.toUpperCase() } };
    const equal = [ID, PAYER.id].map((id) => ({ id, ...QUOTE }));
    const { value } = await resolve(respondWith(intent("CAPTURED"), payments(...equal, own)));
    expect(value).toEqual({ outcome: "happened", payment: own });
  });

  it("returns no payment when two name the intent, beside one that matches by amounts", async () => {
    const failed = { id: ID, status: "NOT_CAPTURED", paymentIntent: REF };
    const charged = { id: OTHER, status: "CHARGED", paymentIntent: REF };
    const equal = { id: PAYER.id, ...QUOTE };
    const { value } = await resolve(respondWith(intent("CAPTURED"), payments(failed, equal, charged)));
    expect(value).toEqual({ outcome: "happened" });
  });

  it("matches by amounts a payment that names its intent in an unknown form", async () => {
    const own = { id: OTHER, ...QUOTE, paymentIntent: { id: "pi_1" } };
    const { value } = await resolve(respondWith(intent("CAPTURED"), payments(own)));
    expect(value).toEqual({ outcome: "happened", payment: own });
  });

  it("finds a payment that does not name its intent beside an equal one that names another", async () => {
    const own = { id: OTHER, ...QUOTE };
    const another = { ...own, id: ID, paymentIntent: { id: OTHER } };
    const { value } = await resolve(respondWith(intent("CAPTURED"), payments(another, own)));
    expect(value).toEqual({ outcome: "happened", payment: own });
  });

  it.each([102.8571, "no number"])("finds the payment beside one with the amount %j", async (value) => {
    const own = { id: OTHER, ...QUOTE };
    const another = { ...own, id: ID, sourceAmount: { value, currency: "USD" } };
    const { value: found } = await resolve(respondWith(intent("CAPTURED"), payments(another, own)));
    expect(found).toEqual({ outcome: "happened", payment: own });
  });

  it("returns happened without the payment when the intent has no recipient", async () => {
    const fetch = respondWith(intent("CAPTURED", { recipient: undefined }), payments({ id: OTHER, ...QUOTE }));
    expect((await resolve(fetch)).value).toEqual({ outcome: "happened" });
  });

  it.each([undefined, null, {}, { accountName: "Beans" }])(
    "compares no details that only one has: %j",
    async (details) => {
      const payment = { id: OTHER, ...QUOTE, details };
      const { value } = await resolve(respondWith(intent("CAPTURED"), payments(payment)));
      expect(value).toEqual({ outcome: "happened", payment });
    },
  );

  it.each([
    ["no payment matches", []],
    [
      "two payments match",
      [
        { id: ID, ...QUOTE },
        { id: OTHER, ...QUOTE },
      ],
    ],
  ])("returns happened without a payment when %s", async (_, list) => {
    const { value } = await resolve(respondWith(intent("CAPTURED"), payments(...list)));
    expect(value).toEqual({ outcome: "happened" });
  });

  it.each([
    ["recipients", { recipient: undefined }],
    ["payment methods", { paymentMethod: {} }],
    ["charged amounts", { sourceAmount: undefined }],
    ["target amounts", { targetAmount: undefined }],
    ["facts", Object.fromEntries(Object.keys(QUOTE).map((name) => [name, undefined]))],
  ])("says that it happened, without a payment, when the vendor tells no %s to compare", async (_, missing) => {
    const { value } = await resolve(
      respondWith(intent("CAPTURED", missing), payments({ ...QUOTE, id: OTHER, ...missing })),
    );
    expect(value).toEqual({ outcome: "happened" });
  });

  it("does not match a payment of a later order that is equal otherwise", async () => {
    const expiresAt = "2026-01-01T00:05:00.000Z";
    const own = { ...QUOTE, id: OTHER, createdAt: "2026-01-01T00:19:00.000Z" };
    const nextMonth = { ...QUOTE, id: ID, createdAt: "2026-02-01T00:00:00.000Z" };
    const captured = intent("CAPTURED", { expiresAt });
    expect((await resolve(respondWith(captured, payments(nextMonth)))).value).toEqual({ outcome: "happened" });
    const { value } = await resolve(respondWith(captured, payments(nextMonth, own)));
    expect(value).toEqual({ outcome: "happened", payment: own });
  });

  it("counts a payment whose time was cut to the second, a moment before its intent", async () => {
    const captured = intent("CAPTURED", { createdAt: "2026-01-01T00:00:00.900Z" });
    const own = { ...QUOTE, id: OTHER, createdAt: "2026-01-01T00:00:00Z" };
    const another = { ...QUOTE, id: ID, createdAt: "2026-01-01T00:03:00Z" };
    expect((await resolve(respondWith(captured, payments(own)))).value).toEqual({ outcome: "happened", payment: own });
    expect((await resolve(respondWith(captured, payments(own, another)))).value).toEqual({ outcome: "happened" });
  });
});

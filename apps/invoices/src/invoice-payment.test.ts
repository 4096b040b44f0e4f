import { describe, expect, it, onTestFinished, vi } from "vitest";
import { CARDS, openShop, paymentsOf, SECRET, type Shop } from "./testing/shop.ts";

async function paid(): Promise<{ readonly shop: Shop; readonly paymentId: string }> {
  const shop = openShop();
  const { quote } = await shop.choose(await shop.store(CARDS.good));
  await shop.pay(quote?.id);
  return { shop, paymentId: paymentsOf(shop)[0]?.id ?? "" };
}

const event = (shop: Shop, name: string, id: string, type: string) =>
  shop.send(`/webhooks/${SECRET}`, {
    method: "POST",
    body: JSON.stringify({ id: crypto.randomUUID(), event: name, data: { id, type } }),
  });

describe("the payment of an invoice", () => {
  it("follows the vendor's events, and believes only what the vendor says when asked", async () => {
    const { shop, paymentId } = await paid();
    expect((await event(shop, "payment.state_change", paymentId, "DEPOSITED")).status).toBe(200);
    expect(await shop.view()).toMatchObject({ payment: { status: "CHARGED" } });
    shop.sandbox.control.advancePayment(paymentId, "IN_TRANSIT");
    await event(shop, "payment.state_change", paymentId, "IN_TRANSIT");
    expect(await shop.view()).toMatchObject({ payment: { status: "IN_TRANSIT" } });
    expect((await event(shop, "payment.state_change", crypto.randomUUID(), "CHARGED")).status).toBe(200);
  });

  it("keeps the newest status when two events are handled at once, and the older one ends last", async () => {
    const { shop, paymentId } = await paid();
    const { promise: held, resolve: isHeld } = Promise.withResolvers<void>();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    shop.beforeResponse = async (url) => {
      if (!url.includes(`/payments/${paymentId}`)) return;
      shop.beforeResponse = undefined;
      isHeld();
      await released;
    };
    const older = event(shop, "payment.state_change", paymentId, "CHARGED");
    await held;
    shop.sandbox.control.advancePayment(paymentId, "IN_TRANSIT");
    await event(shop, "payment.state_change", paymentId, "IN_TRANSIT");
    release();
    await older;
    expect(await shop.view()).toMatchObject({ payment: { status: "IN_TRANSIT" } });
  });

  it("is not set back by a payment that another process resumes meanwhile", async () => {
    const shop = openShop();
    const { quote } = await shop.choose(await shop.store(CARDS.good));
    const { promise: held, resolve: isHeld } = Promise.withResolvers<void>();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    shop.beforeResponse = async (url) => {
      if (!url.endsWith("/payments")) return;
      shop.beforeResponse = undefined;
      isHeld();
      await released;
    };
    const paying = shop.pay(quote?.id);
    await held;
    const other = shop.invoices;
    shop.restart();
    const paymentId = paymentsOf(shop)[0]?.id ?? "";
    shop.sandbox.control.advancePayment(paymentId, "IN_TRANSIT");
    await event(shop, "payment.state_change", paymentId, "IN_TRANSIT");
    release();
    await paying;
    expect(await shop.view()).toMatchObject({ payment: { status: "IN_TRANSIT" } });
    expect(paymentsOf(shop)).toHaveLength(1);
    other.close();
  });

  it("is repaired when its events got lost", async () => {
    const { shop, paymentId } = await paid();
    for (const status of ["IN_TRANSIT", "DEPOSITED"] as const) shop.sandbox.control.advancePayment(paymentId, status);
    await shop.invoices.reconcile();
    expect(await shop.view()).toMatchObject({ payment: { status: "DEPOSITED" } });
    shop.sandbox.control.reset();
    // A final payment is not retrieved again.
    await shop.invoices.reconcile();
    expect(shop.sandbox.control.seen()).toEqual([]);
  });

  it("is compared once, however often that is asked for meanwhile", async () => {
    const { shop } = await paid();
    shop.sandbox.control.clearSeen();
    await Promise.all([shop.invoices.reconcile(), shop.invoices.reconcile(), shop.invoices.reconcile()]);
    expect(shop.sandbox.control.seen({ operation: "retrievePayment" })).toHaveLength(1);
  });

  it("is compared less often while nothing changes, at least every 6 hours, and at once after a change", async () => {
    const { shop, paymentId } = await paid();
    const minute = 60_000;
    const day = 24 * 60 * minute;
    const start = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: start });
    onTestFinished(() => void vi.useRealTimers());
    const reads = () => shop.sandbox.control.seen({ operation: "retrievePayment" }).length;
    /** Reconciles every 10 minutes, and returns how often the payment was read. */
    const readsFrom = async (from: number, to: number) => {
      const before = reads();
      for (let at = from; at < to; at += 10 * minute) {
        vi.setSystemTime(start + at);
        await shop.invoices.reconcile();
      }
      return reads() - before;
    };
    shop.sandbox.control.advancePayment(paymentId, "UNDER_REVIEW");
    expect(await readsFrom(0, 100 * minute)).toBe(10);
    const firstDay = await readsFrom(100 * minute, day);
    expect(firstDay).toBeLessThan(70);
    expect(await readsFrom(day, 10 * day)).toBeLessThan(80);
    expect(await readsFrom(10 * day, 12 * day)).toBe(8);

    vi.setSystemTime(start + 12 * day);
    shop.sandbox.control.advancePayment(paymentId, "IN_TRANSIT");
    await event(shop, "payment.state_change", paymentId, "IN_TRANSIT");
    expect(await readsFrom(12 * day, 12 * day + 100 * minute)).toBe(10);
    // The clock of another instance is behind.
    expect(await readsFrom(11 * day, 11 * day + 30 * minute)).toBe(3);
    expect(await shop.invoices.reconcile()).toBeTypeOf("number");
  });

  it("is not requested repeatedly while no quote is accepted", async () => {
    const shop = openShop();
    await shop.choose(await shop.store(CARDS.good));
    const start = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: start });
    onTestFinished(() => void vi.useRealTimers());
    for (let hour = 0; hour < 24 * 5; hour++) {
      vi.setSystemTime(start + hour * 60 * 60_000);
      await shop.invoices.reconcile();
    }
    expect(shop.sandbox.control.seen({ operation: "retrievePaymentIntent" }).length).toBeLessThan(50);
  });

  it("sends the document that the vendor asked for, once it is under review", async () => {
    const { shop, paymentId } = await paid();
    const upload = (type: string, contentType = "application/pdf", body = "%PDF-1.7") =>
      shop.send(`/invoices/1042/documents/${type}`, { method: "POST", headers: { "content-type": contentType }, body });
    await event(shop, "document.request", paymentId, "GOVERNMENT_ISSUED_ID");
    expect((await shop.view()).payment?.documents).toEqual([]);

    shop.sandbox.control.requestDocument(paymentId, "GOVERNMENT_ISSUED_ID");
    await event(shop, "document.request", paymentId, "GOVERNMENT_ISSUED_ID");
    expect(await shop.view()).toMatchObject({
      payment: { status: "UNDER_REVIEW", documents: [{ type: "GOVERNMENT_ISSUED_ID", isUploaded: false }] },
    });
    expect((await upload("INVOICE")).status).toBe(404);
    expect((await upload("GOVERNMENT_ISSUED_ID", "text/html")).status).toBe(415);
    expect((await upload("GOVERNMENT_ISSUED_ID", "application/pdf", "")).status).toBe(400);
    expect((await upload("GOVERNMENT_ISSUED_ID", "application/pdf", "x".repeat(10_000_001))).status).toBe(413);
  });
});

import { LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { describe, expect, it, vi } from "vitest";
import type { InvoiceView } from "./index.ts";
import { CARDS, openShop, paymentsOf, SECRET } from "./testing/shop.ts";

const jsonOf = async (response: Response | Promise<Response>) => (await (await response).json()) as InvoiceView;

describe("an invoice", () => {
  it("shows the recipient and the amount, and with a card the fee and the total, before anything is paid", async () => {
    const shop = openShop();
    expect(await shop.view()).toEqual({
      number: "1042",
      description: expect.any(String),
      dueDate: "2026-12-15",
      recipient: { name: "Coffee Beans Supply Co." },
      amount: { value: 1250, currency: "USD" },
      status: "open",
      revision: 0,
    });
    const view = await shop.choose(await shop.store(CARDS.good));
    expect(view).toMatchObject({
      status: "quoted",
      card: { brand: "Visa", last4: "4242" },
      quote: { fee: { value: 35.63, currency: "USD" }, total: { value: 1285.63, currency: "USD" } },
    });
    expect(await shop.view()).toEqual(view);
    expect(paymentsOf(shop)).toEqual([]);
  });

  it("is paid once when the payer agrees twice, at once and later", async () => {
    const shop = openShop();
    const { quote } = await shop.choose(await shop.store(CARDS.good));
    const views = await Promise.all([1, 2, 3].map(() => jsonOf(shop.pay(quote?.id))));
    views.push(await jsonOf(shop.pay(quote?.id)));
    for (const view of views) {
      expect(view).toMatchObject({ status: "paid", card: { last4: "4242" }, payment: { status: "CHARGED" } });
    }
    expect(paymentsOf(shop)).toMatchObject([{ id: views[0]?.payment?.id }]);
  });

  it("is not paid for amounts of another tab", async () => {
    const shop = openShop();
    const first = await shop.choose(await shop.store(CARDS.good));
    const second = await shop.choose(await shop.store("5555555555554444"));
    const response = await shop.pay(first.quote?.id);
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ invoice: second });
    expect(paymentsOf(shop)).toEqual([]);
    expect(await jsonOf(shop.pay(second.quote?.id))).toMatchObject({ status: "paid", card: { brand: "Mastercard" } });
  });

  it("takes another card after a decline, and no second charge of the declined one", async () => {
    const shop = openShop();
    const declined = await shop.choose(await shop.store(CARDS.declined));
    const view = await jsonOf(shop.pay(declined.quote?.id));
    expect(view).toMatchObject({ status: "open", refusal: "declined" });
    expect(await jsonOf(shop.pay(declined.quote?.id))).toEqual(view);
    const tried = shop.sandbox.control.seen({ operation: "createPayment" }).length;
    expect(tried).toBe(1);

    const again = await shop.choose(await shop.store(CARDS.good));
    expect(again.status).toBe("quoted");
    expect((await shop.pay(declined.quote?.id)).status).toBe(409);
    expect(await jsonOf(shop.pay(again.quote?.id))).toMatchObject({ status: "paid", card: { last4: "4242" } });
    expect(paymentsOf(shop)).toHaveLength(1);
  });

  it("renews a quote that expired, and asks again only when the total changed", async () => {
    for (const isDearer of [false, true]) {
      const shop = openShop();
      const { quote } = await shop.choose(await shop.store(CARDS.good));
      shop.sandbox.control.advance(600_000);
      if (isDearer) shop.sandbox.control.setFees({ card: "3" });
      const view = await jsonOf(shop.pay(quote?.id));
      expect(view.status).toBe(isDearer ? "quoted" : "paid");
      expect(paymentsOf(shop)).toHaveLength(isDearer ? 0 : 1);
      if (!isDearer) continue;
      expect(view.quote).toMatchObject({ total: { value: 1287.5 }, previousTotal: { value: 1285.63 } });
      expect(await jsonOf(shop.pay(view.quote?.id))).toMatchObject({
        status: "paid",
        quote: { total: { value: 1287.5 } },
      });
      expect(paymentsOf(shop)).toMatchObject([{ status: "CHARGED" }]);
    }
  });

  it("says that a card cannot pay this recipient", async () => {
    const shop = openShop();
    expect(await shop.choose(await shop.store("4000000000000788"))).toMatchObject({
      status: "open",
      refusal: "not-accepted",
    });
    expect(await shop.choose(await shop.store(CARDS.good))).toMatchObject({ status: "quoted" });
  });

  it("is reported when it has changed since its payment was sent: that does not end by itself", async () => {
    const shop = openShop();
    const { quote } = await shop.choose(await shop.store(CARDS.good));
    shop.sandbox.control.addFault({ operation: "createPayment", kind: "html" });
    shop.sandbox.control.addFault({ operation: "retrievePaymentIntent", kind: "severed", times: null, after: 1 });
    await shop.pay(quote?.id);
    shop.errors.length = 0;
    shop.replaced = { amount: { value: "1300.00", currency: "USD" } };
    await shop.invoices.reconcile();
    expect(shop.errors).toMatchObject([{ code: "conflict", fields: ["id"] }]);
    expect(await shop.view()).toMatchObject({ status: "paying" });
  });

  it("is not reported when another process has begun the next attempt meanwhile", async () => {
    const shop = openShop();
    shop.sandbox.control.setIdempotency({ mode: "replayed", replayErrors: true });
    const { quote } = await shop.choose(await shop.store(CARDS.declined));
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
    await shop.invoices.reconcile();
    const next = await shop.choose(await shop.store(CARDS.good));
    release();
    await paying;
    expect(shop.errors).toEqual([]);
    expect(await shop.view()).toMatchObject({ status: "quoted", quote: { id: next.quote?.id } });
    other.close();
  });

  it("goes on after a crash while the payment was sent", async () => {
    const shop = openShop();
    const { quote } = await shop.choose(await shop.store(CARDS.good));
    shop.sandbox.control.addFault({ operation: "createPayment", kind: "severed", carriedOut: true, times: null });
    shop.sandbox.control.addFault({ operation: "retrievePaymentIntent", kind: "severed", times: null, after: 1 });
    void shop.pay(quote?.id);
    await vi.waitFor(() => expect(paymentsOf(shop)).toHaveLength(1), 10_000);
    shop.restart();
    expect(await shop.view()).toMatchObject({ status: "paying", card: { last4: "4242" } });
    shop.sandbox.control.clearFaults();
    await shop.invoices.reconcile();
    expect(await shop.view()).toMatchObject({ status: "paid", payment: { status: "CHARGED" } });
    expect(paymentsOf(shop)).toHaveLength(1);
  });
});

describe("an invoice is kept from", () => {
  it.each([
    ["a page of another origin", { origin: "https://evil.example" }, 403],
    ["a form or the address bar", { "sec-fetch-mode": "navigate" }, 403],
    ["whoever is not signed in", { cookie: "" }, 401],
    ["another payer", { cookie: "", "x-payer": "b3d7a1c2-58e4-4f09-8b6d-2c9e4a7f1053" }, 404],
  ])("%s", async (_, headers, status) => {
    const shop = openShop();
    const paymentMethodId = await shop.store(CARDS.good);
    const { quote } = await shop.choose(paymentMethodId);
    const responses = await Promise.all([
      shop.send("/invoices/1042", { headers }),
      shop.send("/invoices/1042/events", { headers }),
      shop.send("/invoices/1042/cards", { headers }),
      shop.post("/invoices/1042/card", { paymentMethodId }, { headers }),
      shop.post("/invoices/1042/pay", { quote: quote?.id }, { headers }),
    ]);
    expect(responses.map((response) => response.status)).toEqual(responses.map(() => status));
    expect(paymentsOf(shop)).toEqual([]);
  });

  it("a request that says an amount, a payer, or another payer's card", async () => {
    const shop = openShop();
    const { quote } = await shop.choose(await shop.store(CARDS.good));
    for (const extra of [{ amount: 1 }, { payerId: LOCAL_PAYER_ID }, { sourceAmount: { value: 1, currency: "USD" } }]) {
      expect((await shop.post("/invoices/1042/pay", { quote: quote?.id, ...extra })).status).toBe(400);
    }
    expect((await shop.post("/invoices/1042/card", { paymentMethodId: crypto.randomUUID() })).status).toBe(404);
    expect(paymentsOf(shop)).toEqual([]);
  });

  it("a webhook of a payment that is not ours", async () => {
    const shop = openShop();
    await shop.choose(await shop.store(CARDS.good));
    const before = await shop.view();
    const event = {
      id: "event-1",
      event: "payment.state_change",
      data: { id: crypto.randomUUID(), type: "DEPOSITED" },
    };
    const response = await shop.post(`/webhooks/${SECRET}`, event);
    // Handled: sent again, it would be no other.
    expect([response.status, shop.errors]).toEqual([200, []]);
    expect(await shop.view()).toEqual(before);
  });

  it("a webhook with the wrong secret", async () => {
    const shop = openShop();
    const response = await shop.send(`/webhooks/${"x".repeat(43)}`, { method: "POST", body: "{}" });
    expect(response.status).toBe(404);
  });
});

it("lists each card of the payer once, the newest first", async () => {
  const shop = openShop();
  await shop.store(CARDS.good);
  await shop.store("5555555555554444");
  const newest = await shop.store(CARDS.good);
  const cards = await (await shop.send("/invoices/1042/cards")).json();
  expect(cards).toMatchObject([
    { id: newest, brand: "Visa", last4: "4242", expiry: "12 / 39" },
    { brand: "Mastercard", last4: "4444" },
  ]);
});

it("does not offer a card again that was declined for this invoice", async () => {
  const shop = openShop();
  const lastFours = async (number: string) => {
    const cards = (await (await shop.send(`/invoices/${number}/cards`)).json()) as readonly {
      readonly last4: string;
    }[];
    return cards.map(({ last4 }) => last4);
  };
  const good = await shop.store(CARDS.good);
  const refused = await shop.store("5555555555554444");
  // Stored twice: it is the same card.
  await shop.store(CARDS.declined);
  const declined = await shop.choose(await shop.store(CARDS.declined));
  expect(await lastFours("1042")).toEqual(["0341", "4444", "4242"]);
  await shop.pay(declined.quote?.id);
  expect(await lastFours("1042")).toEqual(["4444", "4242"]);

  const { quote } = await shop.choose(refused);
  shop.sandbox.control.addFault({ operation: "createPayment", kind: "status", status: 400 });
  expect(await jsonOf(shop.pay(quote?.id))).toMatchObject({ status: "open", refusal: "not-accepted" });
  expect(await lastFours("1042")).toEqual(["4242"]);
  // Neither after another choice, nor in a new process. Other invoices can be paid with them.
  await shop.choose(good);
  shop.restart();
  expect(await lastFours("1042")).toEqual(["4242"]);
  expect(await lastFours("1043")).toEqual(["0341", "4444", "4242"]);
});

it("sends changes to every follower of an invoice, and ends when the server stops", async () => {
  const shop = openShop();
  const paymentMethodId = await shop.store(CARDS.good);
  const response = await shop.send("/invoices/1042/events");
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reading = response.text();
  const { quote } = await shop.choose(paymentMethodId);
  await shop.pay(quote?.id);
  await vi.waitFor(async () => expect((await shop.view()).status).toBe("paid"), 10_000);
  await new Promise((resolve) => setTimeout(resolve, 50));
  shop.invoices.close();
  const statuses = [...(await reading).matchAll(/"status":"(open|quoted|paying|paid)"/g)].map(([, status]) => status);
  expect(statuses[0]).toBe("open");
  expect(statuses.at(-1)).toBe("paid");
});

it("responds to the preflight of an allowed origin", async () => {
  const shop = openShop();
  const response = await shop.send("/invoices/1042/pay", { method: "OPTIONS" });
  expect([response.status, response.headers.get("access-control-allow-methods")]).toEqual([204, "GET, POST"]);
});

import { describe, expect, it } from "vitest";
import { LOCAL_PAYER_ID } from "../../index.ts";
import { details, NOW } from "../../testing/fixture.ts";
import { check, paymentFixture, recipient } from "../../testing/payment-fixture.ts";

const payer = { id: LOCAL_PAYER_ID };
const amount = { value: 100, currency: "USD" };
const pathOf = (id: string) => `/payments/${id}?payerId=${LOCAL_PAYER_ID}`;

describe("createPayment", () => {
  it("captures an intent and charges the card", async () => {
    const { intent, payIntent, get, control } = paymentFixture();
    const { id, status, statusReasons, expiresAt, ...facts } = await intent({ details: { memo: "October" } });
    control.advance(60_000);
    const paid = await payIntent(id);
    expect(paid.headers.get("idempotent-replay")).toBeNull();
    expect(paid.body).toEqual({
      ...facts,
      id: expect.any(String),
      createdAt: new Date(NOW + 60_000).toISOString(),
      status: "CHARGED",
      sourceDescriptor: "PQ Coffee Beans Supply Co.",
      targetDescriptor: "PQ Local Sandbox Coffee",
    });
    expect(await get(pathOf(paid.body.id))).toEqual(paid.body);
    const after = await get(`/payment-intents/${id}?payerId=${LOCAL_PAYER_ID}`);
    expect([status, statusReasons, after.status, after.expiresAt]).toEqual(["CAPTURABLE", [], "CAPTURED", expiresAt]);
  });

  it("cannot capture an intent twice, nor change it afterwards", async () => {
    const { intent, payIntent, patch, get } = paymentFixture();
    const { id } = await intent();
    await payIntent(id);
    const again = await payIntent(id);
    expect([again.status, details(again)]).toEqual([
      400,
      ["The payment intent is CAPTURED already. Create a new one."],
    ]);
    expect((await patch(`/payment-intents/${id}`, {})).status).toBe(400);
    expect((await get(`/payments?payerId=${LOCAL_PAYER_ID}`)).data).toHaveLength(1);
  });

  it("takes a whole intent, on its own or inside paymentIntent", async () => {
    const { post, method, get } = paymentFixture();
    const paymentMethod = { id: await method() };
    const whole = { payer, recipient, paymentMethod, targetAmount: amount };
    expect((await post("/payments", whole)).body.status).toBe("CHARGED");
    expect((await post("/payments", { paymentIntent: whole, payer })).body.status).toBe("CHARGED");
    expect((await get(`/payments?payerId=${LOCAL_PAYER_ID}`)).data).toHaveLength(2);
  });

  it.each([
    [{}, 400, "paymentIntent is required."],
    [{ paymentIntent: { id: "1042" } }, 400, "paymentIntent.id must be a UUID."],
    [{ paymentIntent: { id: LOCAL_PAYER_ID } }, 404, "The payment intent does not exist."],
    [{ paymentIntent: { id: LOCAL_PAYER_ID }, amount: 5 }, 400, "amount is not a known field."],
  ])("refuses %j", async (body, status, detail) => {
    const { post } = paymentFixture();
    const refused = await post("/payments", body);
    expect([refused.status, details(refused)]).toEqual([status, [detail]]);
  });

  it("hides an intent of another payer", async () => {
    const { intent, post, payer: create } = paymentFixture();
    const paymentIntent = { id: (await intent()).id };
    expect((await post("/payments", { paymentIntent, payer: { id: await create() } })).status).toBe(404);
  });

  it("refuses a whole intent of another payer, and makes none of it", async () => {
    const { method, post, payer: create, control } = paymentFixture();
    const paymentIntent = { payer, recipient, paymentMethod: { id: await method() }, targetAmount: amount };
    const refused = await post("/payments", { paymentIntent, payer: { id: await create() } });
    expect([refused.status, details(refused)]).toEqual([400, ["payer must be the payer of the payment intent."]]);
    expect(control.state()).toMatchObject({ paymentIntents: [], payments: [] });
  });

  it("leaves the intent free when the card is declined", async () => {
    const { intent, method, payIntent, patch, get, control } = paymentFixture();
    const { id, status } = await intent({ paymentMethod: { id: await method("4000000000000341") } });
    expect(status).toBe("CAPTURABLE");
    const declined = await payIntent(id);
    expect([declined.status, declined.body.code]).toEqual([400, "PAYMENT_METHOD_DECLINED"]);
    expect(control.state().payments).toEqual([]);
    expect((await get(`/payment-intents/${id}?payerId=${LOCAL_PAYER_ID}`)).status).toBe("CAPTURABLE");
    await patch(`/payment-intents/${id}`, { paymentMethod: { id: await method() } });
    expect((await payIntent(id)).body.status).toBe("CHARGED");
  });
});

describe("refundPayment", () => {
  const refund = (path: string) => `/payments/${path}/refunds`;

  it("refunds a payment that has not been sent out, once", async () => {
    const { payment, post, get } = paymentFixture();
    const { id } = await payment();
    expect((await post(refund(id), { payerId: LOCAL_PAYER_ID })).body).toEqual({ status: "REFUNDED" });
    expect((await get(pathOf(id))).status).toBe("REFUNDED");
    const again = await post(refund(id), { payerId: LOCAL_PAYER_ID });
    expect([again.status, again.body]).toEqual([200, { status: "REFUND_FAILED" }]);
  });

  it("cancels a payment by bank account that is not charged yet", async () => {
    const { payment, method, post, get } = paymentFixture();
    const { id } = await payment({ paymentMethod: { id: await method("41541433888") } });
    expect((await post(refund(id), {})).body).toEqual({ status: "REFUNDED" });
    expect((await get(pathOf(id))).status).toBe("REFUNDED");
  });

  it("stops a check in the mail, but no electronic payment on its way", async () => {
    const { payment, recipient: create, post, control } = paymentFixture();
    const account = { accountNumber: "3829473294723", routingNumber: "021000021", beneficiaryName: "Coffee Beans" };
    for (const [receivingMethod, status] of [
      [{ type: "ACH", ...account }, "REFUND_FAILED"],
      [{ type: "EFT", ...account }, "REFUND_FAILED"],
      [{ type: "WIRE", ...account, country: "US" }, "REFUND_FAILED"],
      [check, "REFUNDED"],
    ]) {
      const { id } = await payment({ recipient: { id: (await create({ receivingMethod })).id } });
      control.advancePayment(id, "IN_TRANSIT");
      expect((await post(refund(id), {})).body).toEqual({ status });
    }
  });

  it("fails with 200 once the money was deposited", async () => {
    const { payment, post, get, control } = paymentFixture();
    const { id } = await payment();
    control.advancePayment(id);
    control.advancePayment(id);
    expect(await post(refund(id), {})).toMatchObject({ status: 200, body: { status: "REFUND_FAILED" } });
    expect((await get(pathOf(id))).status).toBe("DEPOSITED");
  });

  it("hides a payment of another payer and needs no User-Agent", async () => {
    const { payment, post, payer: create } = paymentFixture();
    const { id } = await payment();
    expect((await post(refund(id), { payerId: await create() })).status).toBe(404);
    expect((await post(refund(id), {}, { "user-agent": "" })).status).toBe(200);
  });
});

describe("retrievePayment and listPayments", () => {
  it("need the payer that the payment belongs to", async () => {
    const { payment, call, payer: create } = paymentFixture();
    const { id } = await payment();
    const other = await create();
    expect((await call(`/payments/${id}?payerId=${other}`)).status).toBe(404);
    expect((await call(`/payments?payerId=${other}`)).body.data).toEqual([]);
    expect(details(await call(`/payments/${id}`))).toEqual(["payerId is required."]);
  });
});

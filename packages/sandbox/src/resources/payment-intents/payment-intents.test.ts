import { describe, expect, it } from "vitest";
import { LOCAL_PAYER_ID, LOCAL_RENT_CATEGORY_ID } from "../../index.ts";
import { address, card, details } from "../../testing/fixture.ts";
import { check, paymentFixture, recipient } from "../../testing/payment-fixture.ts";

const payer = { id: LOCAL_PAYER_ID };
const usd = (value: number) => ({ value, currency: "USD" });
const reasons = (intent: { statusReasons: { code: string }[] }) => intent.statusReasons.map(({ code }) => code);

describe("createPaymentIntent", () => {
  it("quotes fees and delivery, and lives for five minutes", async () => {
    const { intent } = paymentFixture();
    const details = { accountName: "Jen", memo: "October" };
    expect(await intent({ details, metadata: { order: 1042 } })).toEqual({
      id: expect.any(String),
      fees: [{ type: "PLASTIQ_SERVICE_FEE", amount: usd(2.85), rate: "2.85%" }],
      sourceAmount: usd(102.85),
      targetAmount: usd(100),
      paymentMethod: { id: expect.any(String) },
      recipient: { id: expect.any(String) },
      payer,
      details,
      deliveryDate: "2026-01-20",
      status: "CAPTURABLE",
      statusReasons: [],
      createdAt: "2026-01-15T12:00:00.000Z",
      expiresAt: "2026-01-15T12:05:00.000Z",
    });
  });

  it("creates an inline recipient, but none when it refuses the intent", async () => {
    const { intent, post, control } = paymentFixture();
    const created = await intent({ recipient: { ...recipient, payer } });
    const [, inline] = control.state().recipients;
    expect(inline).toMatchObject({ id: created.recipient.id, payerId: LOCAL_PAYER_ID });
    const unknown = { id: "0b9a1c2d-3e4f-4a5b-8c6d-7e8f9a0b1c2d" };
    expect((await post("/payment-intents", { payer, recipient, paymentMethod: unknown })).status).toBe(404);
    const abroad = { ...recipient, receivingMethod: { ...check, country: "CA" } };
    for (const slow of [recipient, abroad]) {
      expect(details(await post("/payment-intents", { payer, recipient: slow, isExpedited: true }))).toEqual([
        "isExpedited can be true for checks in the United States only.",
      ]);
    }
    expect(control.state().recipients).toHaveLength(2);
  });

  it.each([
    [0.1 + 0.2, false],
    [0.999, false],
    [1.005, false],
    [0, false],
    [100000000, false],
    [1e21, false],
    [-5, false],
    [1, true],
    [1.1, true],
    [99999999.99, true],
  ])("takes an amount of %d: %s", async (value, isTaken) => {
    const { post } = paymentFixture();
    const response = await post("/payment-intents", { payer, recipient, targetAmount: usd(value) });
    expect(response.status).toBe(isTaken ? 200 : 400);
    if (!isTaken) expect(details(response)[0]).toMatch(/^targetAmount\.value must be/);
  });

  it("refuses other currencies and decimal text", async () => {
    const { post } = paymentFixture();
    for (const targetAmount of [
      { value: 5, currency: "CAD" },
      { value: "5.00", currency: "USD" },
    ]) {
      expect((await post("/payment-intents", { payer, recipient, targetAmount })).status).toBe(400);
    }
  });

  it("rounds fees half up, and adds without floating point", async () => {
    const { intent } = paymentFixture();
    const quoted = await intent({ targetAmount: usd(1.1) });
    expect([quoted.fees[0].amount.value, quoted.sourceAmount.value]).toEqual([0.03, 1.13]);
    const half = await intent({ targetAmount: usd(10) });
    expect([half.fees[0].amount.value, half.sourceAmount.value]).toEqual([0.29, 10.29]);
  });

  it("charges Canadian dollars and a cross-border fee only for a US card and a Canadian recipient", async () => {
    const { intent, method, post, recipient: create } = paymentFixture();
    const { id } = await create({ businessAddress: { line1: "1 Rue Sherbrooke", country: "CA" } });
    const quoted = await intent({ recipient: { id } });
    expect(quoted.sourceAmount).toEqual({ value: 103.85, currency: "CAD" });
    expect(quoted.fees.map(({ type }: { type: string }) => type)).toEqual([
      "PLASTIQ_SERVICE_FEE",
      "PLASTIQ_CROSS_BORDER_FEE",
    ]);
    expect(quoted.targetAmount).toEqual(usd(100));
    const data = { ...card, expirationYear: "2030", billingAddress: { ...address, country: "CA" } };
    const canadian = (await post("/payment-methods", { type: "CARD", data, payer })).body;
    const bank = { id: await method("41541433888") };
    for (const [paymentMethod, total] of [
      [{ id: canadian.id }, 102.85],
      [bank, 100],
    ] as const) {
      expect((await intent({ recipient: { id }, paymentMethod })).sourceAmount).toEqual(usd(total));
    }
  });

  it("takes the fees that a test sets", async () => {
    const { intent, method, control } = paymentFixture();
    expect((await intent({ paymentMethod: { id: await method("41541433888") } })).fees).toEqual([]);
    control.setFees({ bank: "0.5" });
    expect((await intent({ paymentMethod: { id: await method("41541433888") } })).sourceAmount).toEqual(usd(100.5));
    expect((await intent()).sourceAmount).toEqual(usd(102.85));
    expect(() => control.setFees({ card: "2,85" })).toThrow(TypeError);
  });

  it("delivers by the receiving method, and sooner when a check in the United States is expedited", async () => {
    const { intent, recipient: create } = paymentFixture();
    const { id } = await create({ receivingMethod: check });
    expect((await intent({ recipient: { id } })).deliveryDate).toBe("2026-01-27");
    expect((await intent({ recipient: { id }, isExpedited: true })).deliveryDate).toBe("2026-01-19");
  });
});

describe("an intent that cannot be captured", () => {
  it("says why", async () => {
    const { intent, method, recipient: create, remove } = paymentFixture();
    const paymentMethod = { id: await method("4000000000000788") };
    expect(reasons(await intent({ paymentMethod, targetAmount: undefined }))).toEqual(["LOCAL_NO_AMOUNT", "LOCAL_TIN"]);
    expect(await intent({ paymentMethod: undefined })).toMatchObject({
      status: "NOT_CAPTURABLE",
      statusReasons: [{ code: "LOCAL_NO_METHOD", message: expect.any(String) }],
      sourceAmount: usd(102.85),
    });
    const rent = await create({ categoryId: LOCAL_RENT_CATEGORY_ID });
    const amex = { id: await method("378282246310005") };
    expect(reasons(await intent({ recipient: { id: rent.id }, paymentMethod: amex }))).toEqual(["CARD_BRAND_BLOCK"]);
    expect(reasons(await intent({ recipient: { id: rent.id } }))).toEqual([]);
    expect((await remove(`/recipients/${rent.id}`)).status).toBe(204);
  });

  it("becomes capturable by a payment method, or by the payer's identity document", async () => {
    const { intent, method, patch, get, payer: other, control } = paymentFixture();
    const { id } = await intent({ paymentMethod: undefined });
    const paymentMethod = { id: await method("4000000000000788") };
    const another = await method("4000000000000788", await other());
    expect(reasons((await patch(`/payment-intents/${id}`, { paymentMethod })).body)).toEqual(["LOCAL_TIN"]);
    await patch(`/payers/${LOCAL_PAYER_ID}`, { identityDocuments: [{ type: "US_TIN", value: "123456789" }] });
    expect((await get(`/payment-intents/${id}?payerId=${LOCAL_PAYER_ID}`)).status).toBe("CAPTURABLE");
    expect(control.state().paymentMethods.find((kept) => kept.id === another)?.status).toBe("INACTIVE");
  });

  it("is called UNCAPTURABLE in the vocabulary of the OpenAPI file", async () => {
    const { intent, control } = paymentFixture();
    control.setVocabulary("openapi");
    expect((await intent({ paymentMethod: undefined })).status).toBe("UNCAPTURABLE");
  });

  it("cannot be paid", async () => {
    const { intent, payIntent, control } = paymentFixture();
    const refused = await payIntent((await intent({ paymentMethod: undefined })).id);
    expect([refused.status, details(refused)]).toEqual([
      400,
      ["The payment intent is NOT_CAPTURABLE, so it cannot be paid."],
    ]);
    expect(control.seen().at(-1)?.refusal?.reason).toBe("state_wrong");
    expect(control.state().payments).toEqual([]);
  });
});

describe("an intent and another payer", () => {
  it("is hidden, and its payer's things are too", async () => {
    const { intent, post, patch, call, payer: create, method } = paymentFixture();
    const other = await create();
    const { id } = await intent();
    expect((await call(`/payment-intents/${id}?payerId=${other}`)).status).toBe(404);
    expect(details(await call(`/payment-intents/${id}`))).toEqual(["payerId is required."]);
    const foreign = { id: await method("4242424242424242", other) };
    expect((await post("/payment-intents", { payer, recipient, paymentMethod: foreign })).status).toBe(404);
    expect((await patch(`/payment-intents/${id}`, { paymentMethod: foreign })).status).toBe(404);
  });

  it("cannot use a recipient that belongs to another payer", async () => {
    const { post, recipient: create, payer: other, control } = paymentFixture();
    const owner = { id: await other() };
    const scoped = { id: (await create({ payer: owner })).id };
    for (const forOther of [scoped, { ...recipient, payer: owner }]) {
      const refused = await post("/payment-intents", { payer, recipient: forOther });
      expect([refused.status, details(refused)]).toEqual([400, ["recipient can be paid by another payer only."]]);
      expect(control.seen().at(-1)?.refusal?.reason).toBe("field_conflict");
    }
    expect(control.state().recipients).toHaveLength(1);
  });
});

describe("the time of an intent", () => {
  it("is over when its last moment is past", async () => {
    const { intent, get, payIntent, patch, control } = paymentFixture();
    const { id } = await intent();
    const status = async () => (await get(`/payment-intents/${id}?payerId=${LOCAL_PAYER_ID}`)).status;
    control.advance(5 * 60_000);
    expect(await status()).toBe("CAPTURABLE");
    control.advance(1);
    expect(await status()).toBe("EXPIRED");
    expect(details(await payIntent(id))).toEqual(["The payment intent is EXPIRED, so it cannot be paid."]);
    expect((await patch(`/payment-intents/${id}`, {})).status).toBe(400);
  });

  it("starts again with an update, which makes a new quote", async () => {
    const { intent, patch, control } = paymentFixture();
    const { id } = await intent({ details: { accountName: "Jen", memo: "October" } });
    control.advance(4 * 60_000);
    const { body } = await patch(`/payment-intents/${id}`, { targetAmount: usd(50), details: { memo: "later" } });
    expect(body).toMatchObject({
      sourceAmount: usd(51.43),
      expiresAt: "2026-01-15T12:09:00.000Z",
      createdAt: "2026-01-15T12:00:00.000Z",
    });
    expect(body.details).toEqual({ memo: "later" });
  });

  it("ends when a test says so, unless the intent is captured", async () => {
    const { intent, payIntent, get, control } = paymentFixture();
    const { id } = await intent();
    control.expireIntent(id);
    const path = `/payment-intents/${id}?payerId=${LOCAL_PAYER_ID}`;
    expect(await get(path)).toMatchObject({
      status: "EXPIRED",
      statusReasons: [{ code: "DELIVERY_EXPIRATION_BLOCK" }],
    });
    const paid = await intent();
    await payIntent(paid.id);
    expect(() => control.expireIntent(paid.id)).toThrow("CAPTURED");
    expect(() => control.expireIntent("nothing")).toThrow("does not exist");
  });
});

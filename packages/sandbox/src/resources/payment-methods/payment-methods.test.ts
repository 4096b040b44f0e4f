import { describe, expect, it } from "vitest";
import { LOCAL_PAYER_ID } from "../../index.ts";
import { details } from "../../testing/fixture.ts";
import { paymentFixture } from "../../testing/payment-fixture.ts";

const payer = { id: LOCAL_PAYER_ID };

describe("payment methods of a payer", () => {
  it("are listed and retrieved with that payer only", async () => {
    const { method, call, get, payer: create } = paymentFixture();
    const own = await method();
    const other = await create();
    expect((await get(`/payment-methods?payerId=${LOCAL_PAYER_ID}`)).data).toHaveLength(1);
    expect((await get(`/payment-methods?payerId=${other}`)).data).toEqual([]);
    expect((await call(`/payment-methods/${own}?payerId=${LOCAL_PAYER_ID}`)).body.id).toBe(own);
    expect((await call(`/payment-methods/${own}?payerId=${other}`)).status).toBe(404);
    expect(details(await call(`/payment-methods/${own}`))).toEqual(["payerId is required."]);
    expect(details(await call("/payment-methods"))).toEqual(["payerId is required."]);
  });

  it("are deleted without a payer, once", async () => {
    const { method, remove, call } = paymentFixture();
    const id = await method();
    expect((await remove(`/payment-methods/${id}`)).status).toBe(204);
    expect((await remove(`/payment-methods/${id}`)).status).toBe(404);
    expect((await call(`/payment-methods/${id}?payerId=${LOCAL_PAYER_ID}`)).status).toBe(404);
  });
});

describe("updatePaymentMethod", () => {
  it("changes a card's expiry and address, and shows neither name nor CVV", async () => {
    const { method, patch } = paymentFixture();
    const id = await method();
    const data = { cvv: "999", cardHolderName: "J. Doe", expirationMonth: "02", expirationYear: "2031" };
    const updated = await patch(`/payment-methods/${id}`, { type: "CARD", data, payer });
    expect(updated.body.data).toMatchObject({ expirationMonth: "02", expirationYear: "2031", last4: "4242" });
    expect(JSON.stringify(updated.body)).not.toMatch(/"999"|J\. Doe/);
  });

  it("changes a bank account's holder and routing number", async () => {
    const { method, patch } = paymentFixture();
    const id = await method("41541433888");
    const data = { accountHolderName: "Ada", routingNumber: "021000021" };
    expect((await patch(`/payment-methods/${id}`, { type: "BANK_ACCOUNT", data, payer })).body.data).toMatchObject(
      data,
    );
  });

  it.each([
    ["CARD", {}, "VALIDATION_ERROR", "data.cvv is required."],
    ["CARD", { cvv: "1234" }, "CREATE_PAYMENT_METHOD_FAILED", "data.cvv must be 3 digits for this brand."],
    [
      "CARD",
      { cvv: "123", expirationYear: "2025" },
      "CREATE_PAYMENT_METHOD_FAILED",
      "data.expirationMonth and data.expirationYear are in the past.",
    ],
    [
      "CARD",
      { cvv: "123", accountNumber: "4242424242424242" },
      "VALIDATION_ERROR",
      "data.accountNumber is not a known field.",
    ],
    ["BANK_ACCOUNT", { accountHolderName: "Ada" }, "VALIDATION_ERROR", "type must be CARD, as it was created."],
  ])("refuses %s %j", async (type, data, code, detail) => {
    const { method, patch } = paymentFixture();
    const refused = await patch(`/payment-methods/${await method()}`, { type, data, payer });
    expect([refused.status, refused.body.code, details(refused)]).toEqual([400, code, [detail]]);
  });

  it("asks for four digits of an American Express card", async () => {
    const { method, patch } = paymentFixture();
    const id = await method("378282246310005");
    const update = (cvv: string) => patch(`/payment-methods/${id}`, { type: "CARD", data: { cvv }, payer });
    expect([(await update("1234")).status, (await update("123")).status]).toEqual([200, 400]);
  });

  it("hides a payment method of another payer", async () => {
    const { method, patch, payer: create } = paymentFixture();
    const body = { type: "CARD", data: { cvv: "123" }, payer: { id: await create() } };
    expect((await patch(`/payment-methods/${await method()}`, body)).status).toBe(404);
  });
});

describe("a card that needs an identity document", () => {
  it("is INACTIVE until the payer has one", async () => {
    const { method, patch, get } = paymentFixture();
    const path = `/payment-methods/${await method("4000000000000788")}?payerId=${LOCAL_PAYER_ID}`;
    const reason = { code: "PAYMENT_METHOD_REQUIRES_TIN", message: expect.any(String) };
    expect(await get(path)).toMatchObject({ status: "INACTIVE", statusReasons: [reason] });
    await patch(`/payers/${LOCAL_PAYER_ID}`, { businessName: "Beans" });
    expect((await get(path)).status).toBe("INACTIVE");
    await patch(`/payers/${LOCAL_PAYER_ID}`, { identityDocuments: [{ type: "US_TIN", value: "123456789" }] });
    expect(await get(path)).toMatchObject({ status: "ACTIVE", statusReasons: [] });
    const later = await method("4000000000000788");
    expect((await get(`/payment-methods/${later}?payerId=${LOCAL_PAYER_ID}`)).status).toBe("ACTIVE");
  });
});

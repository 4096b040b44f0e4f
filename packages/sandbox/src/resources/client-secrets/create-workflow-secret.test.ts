import { describe, expect, it } from "vitest";
import { LOCAL_PAYER_ID } from "../../index.ts";
import { bankAccount, card, details } from "../../testing/fixture.ts";
import { paymentFixture } from "../../testing/payment-fixture.ts";

const payer = { id: LOCAL_PAYER_ID };

describe("createWorkflowSecret", () => {
  it("mints a secret that works more than once, for every payment method of its payer, for 30 minutes", async () => {
    const { post, pay, control } = paymentFixture();
    const { clientSecret } = (await post("/v2/client-secrets", { payer })).body;
    expect((await pay(clientSecret, { type: "CARD", data: { ...card, expirationYear: "2030" } })).status).toBe(200);
    expect((await pay(clientSecret, { type: "BANK_ACCOUNT", data: bankAccount })).status).toBe(200);
    control.advance(30 * 60_000 - 1);
    expect((await pay(clientSecret, { type: "BANK_ACCOUNT", data: bankAccount })).status).toBe(200);
    control.advance(1);
    expect((await pay(clientSecret, { type: "BANK_ACCOUNT", data: bankAccount })).status).toBe(401);
    expect(JSON.stringify([control.state(), control.seen()])).not.toContain(clientSecret);
  });

  it("leaves the choice to each call without a payer", async () => {
    const { post, pay, payer: create } = paymentFixture();
    const { clientSecret } = (await post("/v2/client-secrets", {})).body;
    const store = { type: "BANK_ACCOUNT", data: bankAccount };
    expect(details(await pay(clientSecret, store))).toEqual([
      "payer is required with a client secret without a payer.",
    ]);
    expect((await pay(clientSecret, { ...store, payer })).status).toBe(200);
    expect((await pay(clientSecret, { ...store, payer: { id: await create() } })).status).toBe(200);
  });

  it("refuses a type, which only the first version has, and an unknown payer", async () => {
    const { post } = paymentFixture();
    expect((await post("/v2/client-secrets", { payer, type: "CARD" })).status).toBe(400);
    const unknown = { id: "0b9a1c2d-3e4f-4a5b-8c6d-7e8f9a0b1c2d" };
    expect((await post("/v2/client-secrets", { payer: unknown })).status).toBe(404);
  });
});

import { describe, expect, it } from "vitest";
import { LOCAL_PAYER_ID } from "../../index.ts";
import { paymentFixture } from "../../testing/payment-fixture.ts";

describe("updatePayer", () => {
  it("replaces whole fields and adds identity documents, whose values it forgets", async () => {
    const { patch, get, control } = paymentFixture();
    const first = [{ type: "US_EIN", value: "123456789" }];
    await patch(`/payers/${LOCAL_PAYER_ID}`, { businessName: "Beans", identityDocuments: first });
    const contact = { firstName: "Ada", lastName: "Moreau", phone: "4155550100" };
    const second = [{ type: "US_TIN", value: "987654321" }];
    const updated = await patch(`/payers/${LOCAL_PAYER_ID}`, { contact, identityDocuments: second });
    expect(updated.body).toMatchObject({ businessName: "Beans", contact });
    expect(updated.body.identityDocuments.map(({ type }: { type: string }) => type)).toEqual(["US_EIN", "US_TIN"]);
    expect(await get(`/payers/${LOCAL_PAYER_ID}`)).toEqual(updated.body);
    expect(JSON.stringify([control.state(), control.seen()])).not.toMatch(/123456789|987654321/);
  });

  it("refuses unknown payers and unknown fields", async () => {
    const { patch } = paymentFixture();
    expect((await patch("/payers/0b9a1c2d-3e4f-4a5b-8c6d-7e8f9a0b1c2d", {})).status).toBe(404);
    expect((await patch(`/payers/${LOCAL_PAYER_ID}`, { status: "INACTIVE" })).status).toBe(400);
  });
});

describe("deletePayer", () => {
  it("replies 204 once, then 404, and hides the payer's records", async () => {
    const { remove, call, payment } = paymentFixture();
    const { id } = await payment();
    expect((await remove(`/payers/${LOCAL_PAYER_ID}`)).status).toBe(204);
    expect((await remove(`/payers/${LOCAL_PAYER_ID}`)).status).toBe(404);
    for (const path of ["/payments", `/payments/${id}`, "/payment-methods"]) {
      expect((await call(`${path}?payerId=${LOCAL_PAYER_ID}`)).status).toBe(404);
    }
  });
});

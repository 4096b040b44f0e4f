import { describe, expect, it } from "vitest";
import { LOCAL_CATEGORY_ID, LOCAL_PAYER_ID } from "../../index.ts";
import { details } from "../../testing/fixture.ts";
import { check, paymentFixture, recipient } from "../../testing/payment-fixture.ts";

const UNKNOWN = "0b9a1c2d-3e4f-4a5b-8c6d-7e8f9a0b1c2d";

describe("createRecipient", () => {
  it("shows the last four characters of the account number, and never the rest", async () => {
    const { recipient: create, control } = paymentFixture();
    const created = await create();
    expect(created).toEqual({
      ...recipient,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receivingMethod: {
        type: "ACH",
        accountLastFour: "4723",
        routingNumber: "021000021",
        beneficiaryName: "Coffee Beans Supply Co.",
      },
      createdAt: "2026-01-15T12:00:00.000Z",
      status: "ACTIVE",
    });
    expect(JSON.stringify([created, control.state(), control.seen()])).not.toContain("3829473294723");
  });

  it.each([
    ["an EFT account with the guide's 9 digits", { type: "EFT", accountNumber: "A38", routingNumber: "000301094" }],
    ["an EFT account with the OpenAPI file's 8 digits", { type: "EFT", accountNumber: "1", routingNumber: "00301094" }],
    ["a wire", { type: "WIRE", accountNumber: "DE0012", routingNumber: "02100002", country: "US" }],
    [
      "an ACH account with a country",
      { type: "ACH", accountNumber: "123456", routingNumber: "021000021", country: "US" },
    ],
  ])("accepts %s", async (_, method) => {
    const { recipient: create } = paymentFixture();
    const created = await create({ receivingMethod: { ...method, beneficiaryName: "Bob" } });
    expect(created.receivingMethod.type).toBe(method.type);
  });

  it("stores the corrected address of a check that asks for it", async () => {
    const { recipient: create } = paymentFixture();
    const plain = await create({ receivingMethod: { ...check, line2: null } });
    const normalized = await create({ receivingMethod: { ...check, normalize: true } });
    expect(plain.receivingMethod).toEqual({ ...check, line2: null });
    expect(normalized.receivingMethod).toEqual({ ...check, line1: "360 9TH ST.", city: "SAN FRANCISCO" });
  });

  it("accepts a contact with a phone only, and one with both", async () => {
    const { recipient: create } = paymentFixture();
    expect((await create({ contact: { phone: "4155550100" } })).contact).toEqual({ phone: "4155550100" });
    await create({ contact: { email: "bob@example.com", phone: "4155550100" } });
  });

  it.each([
    [{ contact: {} }, "contact needs an email or a phone."],
    [{ categoryId: UNKNOWN }, "categoryId is not the id of a category."],
    [{ categoryId: "rent" }, "categoryId must be a UUID."],
    [
      { receivingMethod: { ...check, country: "XX" } },
      "receivingMethod.country must be a two-letter country code (ISO 3166-1 alpha-2).",
    ],
    [{ receivingMethod: { type: "CASH" } }, 'receivingMethod.type must be one of "ACH", "EFT", "WIRE", "CHECK".'],
    [
      { receivingMethod: { type: "ACH", accountNumber: "12345", routingNumber: "021000021", beneficiaryName: "B" } },
      "receivingMethod.accountNumber must be 6 to 17 digits.",
    ],
    [{ nickname: "Bob" }, "nickname is not a known field."],
  ])("refuses %j", async (changes, detail) => {
    const { post, control } = paymentFixture();
    const refused = await post("/recipients", { ...recipient, ...changes });
    expect([refused.status, details(refused)]).toEqual([400, [detail]]);
    expect(control.state().recipients).toEqual([]);
  });

  it("refuses a payer that does not exist", async () => {
    const { post } = paymentFixture();
    expect((await post("/recipients", { ...recipient, payer: { id: UNKNOWN } })).status).toBe(404);
  });
});

describe("a recipient of one payer", () => {
  it("is found with that payer only, and listed with it only", async () => {
    const { recipient: create, call, payer } = paymentFixture();
    const open = await create();
    const own = await create({ payer: { id: LOCAL_PAYER_ID } });
    const other = await payer();
    const status = async (id: string, query: string) => (await call(`/recipients/${id}${query}`)).status;
    const ids = async (query: string) =>
      (await call(`/recipients${query}`)).body.data.map(({ id }: { id: string }) => id);
    expect(await status(own.id, `?payerId=${LOCAL_PAYER_ID.toUpperCase()}`)).toBe(200);
    expect(await status(own.id, `?payerId=${other}`)).toBe(404);
    expect(await status(own.id, "")).toBe(404);
    expect(await status(open.id, "")).toBe(200);
    expect(await status(open.id, `?payerId=${other}`)).toBe(200);
    expect(await ids("")).toEqual([open.id]);
    expect(await ids(`?payerId=${LOCAL_PAYER_ID}`)).toEqual([open.id, own.id]);
    expect(await ids(`?payerId=${other}`)).toEqual([open.id]);
  });
});

describe("updateRecipient", () => {
  it("replaces whole fields, and keeps category and receiving method", async () => {
    const { recipient: create, patch, post } = paymentFixture();
    const { id, ...before } = await create();
    const updated = await patch(`/recipients/${id}`, { contact: { phone: "4155550100" }, businessName: "Beans" });
    expect(updated.body).toEqual({ id, ...before, contact: { phone: "4155550100" }, businessName: "Beans" });
    expect((await patch(`/recipients/${id}`, { categoryId: LOCAL_CATEGORY_ID })).status).toBe(400);
    expect((await post(`/recipients/${id}`, {})).status).toBe(405);
  });

  it("needs the payer of a recipient that belongs to one", async () => {
    const { recipient: create, patch } = paymentFixture();
    const { id } = await create({ payer: { id: LOCAL_PAYER_ID } });
    expect((await patch(`/recipients/${id}`, { businessName: "Beans" })).status).toBe(404);
    const payer = { id: LOCAL_PAYER_ID };
    expect((await patch(`/recipients/${id}`, { businessName: "Beans", payer })).body.businessName).toBe("Beans");
  });
});

describe("deleteRecipient", () => {
  it("replies 204 once, then 404", async () => {
    const { recipient: create, remove, call } = paymentFixture();
    const { id } = await create();
    expect(await remove(`/recipients/${id}`)).toMatchObject({ status: 204, body: null });
    expect((await remove(`/recipients/${id}`)).status).toBe(404);
    expect((await call(`/recipients/${id}`)).status).toBe(404);
  });
});

describe("listCategories", () => {
  it("lists every category on one page", async () => {
    const { get } = paymentFixture();
    const { data, pagination } = await get("/categories");
    expect(data).toContainEqual({ id: LOCAL_CATEGORY_ID, displayName: "General Inventory" });
    expect(pagination).toMatchObject({ offset: 0, total: data.length, hasNextPage: false });
  });
});

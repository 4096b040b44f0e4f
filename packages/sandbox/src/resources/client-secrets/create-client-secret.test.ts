import { expect, it } from "vitest";
import { LOCAL_PAYER_ID } from "../../index.ts";
import { card, details, fixture } from "../../testing/fixture.ts";

const valid = { payer: { id: LOCAL_PAYER_ID }, type: "CARD" };

it("gives a known payer a client secret and nothing else", async () => {
  const { call } = fixture();
  const response = await call("/client-secrets", { body: valid });
  expect(response.status).toBe(200);
  expect(Object.keys(response.body)).toEqual(["clientSecret"]);
  expect(response.body.clientSecret).toMatch(/^[!-~]{20,}$/);
  expect((await call("/client-secrets", { body: valid })).body).not.toEqual(response.body);
});

it("takes the type CARD when it is left out, as the vendor documents", async () => {
  const { call, pay } = fixture();
  const response = await call("/client-secrets", { body: { payer: { id: LOCAL_PAYER_ID } } });
  expect(response.status).toBe(200);
  expect((await pay(response.body.clientSecret, { type: "CARD", data: card })).status).toBe(200);
});

it.each([
  [{}, ["payer is required."]],
  [{ type: "CARD" }, ["payer is required."]],
  [{ ...valid, type: null }, ['type must be "CARD".']],
  [{ ...valid, type: "BANK_ACCOUNT" }, ['type must be "CARD".']],
  [{ ...valid, payer: { id: "42" } }, ["payer.id must be a UUID."]],
  [{ ...valid, payer: LOCAL_PAYER_ID }, ["payer must be an object."]],
  [{ ...valid, payerId: LOCAL_PAYER_ID }, ["payerId is not a known field."]],
  [{ ...valid, constructor: 1 }, ["constructor is not a known field."]],
  [{ ...valid, payer: { id: LOCAL_PAYER_ID, name: "x" } }, ["payer.name is not a known field."]],
  [[], ["The body must be an object."]],
  [null, ["The body must be an object."]],
])("refuses %j", async (body, items) => {
  const response = await fixture().call("/client-secrets", { body });
  expect(response.status).toBe(400);
  expect(response.body.code).toBe("VALIDATION_ERROR");
  expect(details(response)).toEqual(items);
});

it("responds with 404 for an unknown payer", async () => {
  const response = await fixture().call("/client-secrets", { body: { ...valid, payer: { id: crypto.randomUUID() } } });
  expect([response.status, response.body.code]).toEqual([404, "NOT_FOUND_ERROR"]);
});

it("lets a client secret live 60 seconds, no more", async () => {
  const { control, mint, pay } = fixture();
  const [first, second] = [await mint(), await mint()];
  control.advance(59_999);
  expect((await pay(first, { type: "CARD", data: card })).status).toBe(200);
  control.advance(1);
  const late = await pay(second, { type: "CARD", data: card });
  expect([late.status, late.body.code, ...details(late)]).toEqual([
    401,
    "AUTHORIZATION_ERROR",
    "The client secret has expired.",
  ]);
  expect(control.state().clientSecrets.map(({ state }) => state)).toEqual(["spent", "expired"]);
});

it("accepts a client secret once, and says so the second time, also after its minute", async () => {
  const { control, mint, pay } = fixture();
  const secret = await mint();
  expect((await pay(secret, { type: "CARD", data: card })).status).toBe(200);
  control.advance(120_000);
  const again = await pay(secret, { type: "CARD", data: card });
  expect([again.status, ...details(again)]).toEqual([401, "The client secret has already been used."]);
});

it("does not use a client secret up by a refused or declined call", async () => {
  const { mint, pay } = fixture();
  const secret = await mint();
  expect((await pay(secret, { type: "CARD" })).status).toBe(400);
  const declined = await pay(secret, { type: "CARD", data: { ...card, accountNumber: "4000000000000002" } });
  expect(declined.body.code).toBe("PAYMENT_METHOD_DECLINED");
  expect((await pay(secret, { type: "CARD", data: card })).status).toBe(200);
});

it("lets exactly one of many parallel calls with one client secret succeed", async () => {
  const { control, mint, pay } = fixture();
  const secret = await mint();
  const responses = await Promise.all(Array.from({ length: 8 }, () => pay(secret, { type: "CARD", data: card })));
  expect(responses.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(responses.filter(({ status }) => status === 401)).toHaveLength(7);
  expect(control.state().paymentMethods).toHaveLength(1);
});

it("opens nothing but the payment methods to a client secret", async () => {
  const { call, mint } = fixture();
  const bearer = await mint();
  const responses = [
    await call("/client-secrets", { bearer, body: valid }),
    await call("/payers", { bearer, body: { contact: { firstName: "A", lastName: "B", phone: "4155550100" } } }),
    await call(`/payers/${LOCAL_PAYER_ID}`, { bearer }),
  ];
  expect(responses.map(({ status, body }) => [status, body.code])).toEqual(Array(3).fill([403, "FORBIDDEN_ERROR"]));
});

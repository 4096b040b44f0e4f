import { expect, it } from "vitest";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "../../index.ts";
import { address, bankAccount, card, details, fixture, NOW } from "../../testing/fixture.ts";

const payer = { id: LOCAL_PAYER_ID };

it("returns the last digits of a card with an API key, never its number", async () => {
  const { pay } = fixture();
  const response = await pay(LOCAL_API_KEY, { type: "CARD", data: card, payer });
  expect(response.status).toBe(200);
  expect(response.body).toEqual({
    id: expect.any(String),
    type: "CARD",
    data: {
      last4: "4242",
      brand: "Visa",
      expirationMonth: "01",
      expirationYear: "2026",
      createdAt: new Date(NOW).toISOString(),
      billingAddress: address,
      subType: "CREDIT",
    },
    status: "ACTIVE",
    statusReasons: [],
  });
});

it("accepts the vendor's example of a bank account with an API key", async () => {
  const response = await fixture().pay(LOCAL_API_KEY, {
    type: "BANK_ACCOUNT",
    data: { ...bankAccount, accountType: "CHECKING" },
    payer,
  });
  expect(response.body.data).toEqual({
    accountLastFour: "3888",
    routingNumber: "211371120",
    accountType: "CHECKING",
    accountHolderName: "Jane Payer",
    createdAt: new Date(NOW).toISOString(),
    billingAddress: address,
  });
});

it.each([
  ["5555555555554444", "123", "Mastercard"],
  ["378282246310005", "1234", "American Express"],
  ["6011111111111117", "123", "Discover"],
])("recognizes %s with cvv %s as %s", async (accountNumber, cvv, brand) => {
  const response = await fixture().pay(LOCAL_API_KEY, { type: "CARD", data: { ...card, accountNumber, cvv }, payer });
  expect(response.body.data.brand).toBe(brand);
});

it.each([
  [{ accountNumber: "4242424242424241" }, ["data.accountNumber is not a valid card number."]],
  [{ accountNumber: "9999999999999995" }, ["data.accountNumber is not of a known card brand."]],
  [{ cvv: "1234" }, ["data.cvv must be 3 digits for this brand."]],
  [{ accountNumber: "378282246310005" }, ["data.cvv must be 4 digits for this brand."]],
  [
    { expirationYear: "2025", expirationMonth: "12" },
    ["data.expirationMonth and data.expirationYear are in the past."],
  ],
])("does not create a card that cannot be, %j", async (wrong, items) => {
  const response = await fixture().pay(LOCAL_API_KEY, { type: "CARD", data: { ...card, ...wrong }, payer });
  expect([response.status, response.body.code]).toEqual([400, "CREATE_PAYMENT_METHOD_FAILED"]);
  expect(details(response)).toEqual(items);
});

it("accepts a card until its month is over on the sandbox's clock", async () => {
  const { control, pay } = fixture();
  control.advance(Date.UTC(2026, 1, 1) - 1 - NOW);
  expect((await pay(LOCAL_API_KEY, { type: "CARD", data: card, payer })).status).toBe(200);
  control.advance(1);
  expect((await pay(LOCAL_API_KEY, { type: "CARD", data: card, payer })).status).toBe(400);
});

it.each([
  [{ accountNumber: "4242 4242 4242 4242" }, "data.accountNumber must be 12 to 19 digits."],
  [{ accountNumber: 4242424242424242 }, "data.accountNumber must be a string."],
  [{ cvv: "77" }, "data.cvv must be 3 or 4 digits."],
  [{ expirationMonth: "1" }, 'data.expirationMonth must be a month from "01" to "12".'],
  [{ expirationYear: "26" }, "data.expirationYear must be a year of four digits."],
  [{ cardHolderName: undefined }, "data.cardHolderName is required."],
  [{ cardholderName: "Jen" }, "data.cardholderName is not a known field."],
  [{ billingAddress: { ...address, postalCode: undefined } }, "data.billingAddress.postalCode is required."],
])("refuses a card of the wrong form, %j, without echoing it", async (wrong, item) => {
  const response = await fixture().pay(LOCAL_API_KEY, { type: "CARD", data: { ...card, ...wrong }, payer });
  expect([response.status, response.body.code, details(response)]).toEqual([400, "VALIDATION_ERROR", [item]]);
  expect(JSON.stringify(response.body)).not.toMatch(/4242 ?4242|"77"|Jen/);
});

it.each([
  [{ routingNumber: "211371121" }, "CREATE_PAYMENT_METHOD_FAILED", "data.routingNumber is not a valid routing number."],
  [{ routingNumber: "21137112" }, "VALIDATION_ERROR", "data.routingNumber must be 9 digits."],
  [{ accountNumber: "12x" }, "VALIDATION_ERROR", "data.accountNumber must be 4 to 17 digits."],
  [{ accountType: "GOLD" }, "VALIDATION_ERROR", 'data.accountType must be one of "CHECKING", "SAVINGS".'],
])("refuses a bank account with %j", async (wrong, code, item) => {
  const data = { ...bankAccount, ...wrong };
  const response = await fixture().pay(LOCAL_API_KEY, { type: "BANK_ACCOUNT", data, payer });
  expect([response.status, response.body.code, details(response)]).toEqual([400, code, [item]]);
});

it("accepts the two types only, spelt as in the OpenAPI file", async () => {
  const response = await fixture().pay(LOCAL_API_KEY, { type: "BANKACCOUNT", data: bankAccount, payer });
  expect(details(response)).toEqual(['type must be one of "CARD", "BANK_ACCOUNT".']);
});

it("declines the declined number, also with a client secret", async () => {
  const { mint, pay } = fixture();
  const data = { ...card, accountNumber: "4000000000000002" };
  for (const bearer of [LOCAL_API_KEY, await mint()]) {
    const response = await pay(bearer, { type: "CARD", data, payer });
    expect([response.status, response.body.code]).toEqual([400, "PAYMENT_METHOD_DECLINED"]);
  }
});

it("requires a payer that exists with an API key", async () => {
  const { pay } = fixture();
  const without = await pay(LOCAL_API_KEY, { type: "CARD", data: card });
  expect([without.status, details(without)]).toEqual([400, ["payer is required with an API key."]]);
  const unknown = await pay(LOCAL_API_KEY, { type: "CARD", data: card, payer: { id: crypto.randomUUID() } });
  expect([unknown.status, unknown.body.code]).toEqual([404, "NOT_FOUND_ERROR"]);
});

it("takes the payer of a client secret, and refuses another one and another type", async () => {
  const { control, mint, pay } = fixture();
  const secret = await mint();
  const other = await pay(secret, { type: "CARD", data: card, payer: { id: crypto.randomUUID() } });
  expect([other.status, other.body.code]).toEqual([403, "FORBIDDEN_ERROR"]);
  const bank = await pay(secret, { type: "BANK_ACCOUNT", data: bankAccount });
  expect([bank.status, bank.body.code]).toEqual([403, "FORBIDDEN_ERROR"]);
  expect((await pay(secret, { type: "CARD", data: card, payer })).status).toBe(200);
  expect(control.state().paymentMethods).toEqual([
    expect.objectContaining({ payerId: LOCAL_PAYER_ID, last4: "4242", brand: "Visa", status: "ACTIVE" }),
  ]);
});

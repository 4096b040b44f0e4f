import { describe, expect, it } from "vitest";
import { LOCAL_PAYER_ID } from "../index.ts";
import { details } from "../testing/fixture.ts";
import { type PaymentFixture, paymentFixture, recipient } from "../testing/payment-fixture.ts";

const payer = `/payers/${LOCAL_PAYER_ID}`;
const contact = { firstName: "Ada", lastName: "Moreau", email: "ada@example.com" };

describe("a list where an object is wanted", () => {
  it.each<[string, (fixture: PaymentFixture) => Promise<{ status: number }>]>([
    ["the changes of a payer", ({ patch }) => patch(payer, [])],
    ["a workflow secret", ({ post }) => post("/v2/client-secrets", [])],
    ["the changes of an intent", async ({ patch, intent }) => patch(`/payment-intents/${(await intent()).id}`, [])],
    [
      "the details of an intent",
      async ({ patch, intent }) => patch(`/payment-intents/${(await intent()).id}`, { details: [] }),
    ],
    [
      "the metadata of an intent",
      async ({ patch, intent }) => patch(`/payment-intents/${(await intent()).id}`, { metadata: [1] }),
    ],
    ["a refund", async ({ post, payment }) => post(`/payments/${(await payment()).id}/refunds`, [])],
    [
      "the changes of a recipient",
      async ({ patch, recipient: create }) => patch(`/recipients/${(await create()).id}`, []),
    ],
    ["a contact", ({ post }) => post("/payers", { contact: [] })],
    ["a new recipient", ({ post }) => post("/recipients", [recipient])],
  ])("is refused: %s", async (_, send) => {
    expect((await send(paymentFixture())).status).toBe(400);
  });

  it("is named", async () => {
    const { patch } = paymentFixture();
    expect(details(await patch(payer, []))).toEqual(["The body must be an object."]);
    expect(details(await patch(payer, { contact: [] }))).toEqual(["contact must be an object."]);
  });
});

it("reads only what was sent, where a script has extended Object.prototype", async () => {
  Object.defineProperty(Object.prototype, "extend", {
    configurable: true,
    enumerable: true,
    writable: true,
    value() {},
  });
  try {
    const { post, control, payment } = paymentFixture();
    control.addFault({ operation: "createPayer", kind: "status", status: 503, times: 1 });
    expect((await post("/payers", { contact })).status).toBe(503);
    expect((await post("/payers", { contact })).status).toBe(200);
    expect(await payment()).toMatchObject({ status: expect.any(String) });
    control.restore(control.snapshot());
  } finally {
    Reflect.deleteProperty(Object.prototype, "extend");
  }
});

describe("a query", () => {
  it.each([
    ["payerId", `/payments?payerId=${LOCAL_PAYER_ID}&payerId=${LOCAL_PAYER_ID}`],
    ["limit", `/payment-methods?payerId=${LOCAL_PAYER_ID}&limit=1&limit=2`],
  ])("is refused with two values of %s", async (name, path) => {
    const refused = await paymentFixture().call(path);
    expect([refused.status, details(refused)]).toEqual([400, [`${name} must be sent once.`]]);
  });
});

describe("a field of a JSON body", () => {
  const names = '"firstName":"Ada","lastName":"Moreau"';
  const email = '"email":"ada@example.com"';

  it.each([
    ["in the body", "businessName", `{"contact":{${names},${email}},"businessName":"A","businessName":"B"}`],
    ["with equal values", "businessName", `{"contact":{${names},${email}},"businessName":"A","businessName":"A"}`],
    ["in a nested object", "contact.email", `{"contact":{${names},${email},${email}}}`],
    [
      "in an object in a list",
      "identityDocuments.1.type",
      `{"contact":{${names},${email}},"identityDocuments":[{"type":"US_TIN"},{"type":"US_TIN","type":"US_TIN","value":"1"}]}`,
    ],
    ["with an escape in its name", "contact.email", `{"contact":{${names},${email},"\\u0065mail":"b@example.com"}}`],
    [
      "whose name may be a secret",
      "(an unnamed field)",
      `{"contact":{${names},${email}},"4242424242424242":1,"4242424242424242":2}`,
    ],
  ])("is refused when it is there twice: %s", async (_, field, body) => {
    const refused = await paymentFixture().post("/payers", body);
    expect([refused.status, details(refused)]).toEqual([400, [`${field} must be sent once.`]]);
  });

  it("can have the name of a field of another object, and any text as its value", async () => {
    const { patch, intent } = paymentFixture();
    const metadata = '{"a":{"a":":"},"b":[{"a":1},{"a":"\\":\\\\"}],"":"{\\"a\\":1}","__proto__":{"a":2},"1":"{:"}';
    expect((await patch(`/payment-intents/${(await intent()).id}`, `{"metadata":${metadata}}`)).status).toBe(200);
  });
});

describe("an idempotency key", () => {
  it("gets a warning in the log where it protects nothing", async () => {
    const { post, payIntent, intent, control } = paymentFixture();
    const key = crypto.randomUUID();
    await payIntent((await intent()).id, key);
    expect(() => control.assertClean()).not.toThrow();
    expect((await post("/payers", { contact }, { "idempotency-key": key })).status).toBe(200);
    expect(() => control.assertClean()).toThrow(
      "The operation has no idempotency keys: a request that is sent again takes effect again.",
    );
  });
});

describe("a field of another type", () => {
  it("is named with the type that it must have", async () => {
    const { post } = paymentFixture();
    const refused = await post("/payment-intents", {
      payer: { id: LOCAL_PAYER_ID },
      recipient,
      targetAmount: { value: "100", currency: "USD" },
      isExpedited: "no",
    });
    expect(details(refused)).toEqual(["targetAmount.value must be a number.", "isExpedited must be a boolean."]);
  });
});

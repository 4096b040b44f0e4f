import { describe, expect, it } from "vitest";
import type { Client } from "../client.ts";
import { CANARY, changed, expectInvalid } from "../testing/expect-invalid.ts";
import { failureOf, fixture, json, NOBODY, PAYER, respondWith } from "../testing/fixture.ts";
import { NOT_JSON, nested } from "../testing/not-json.ts";

const ID = "6f0eb884-3f41-4b57-b86a-80f62dca011e";
const ACH = { type: "ACH", accountNumber: "3829473294723", routingNumber: "021000021", beneficiaryName: "Beans" };
const CHECK = {
  type: "CHECK",
  line1: "1 Main St",
  line2: null,
  city: "Cupertino",
  state: "CA",
  postalCode: "95014",
  country: "US",
};
const RECIPIENT = {
  businessName: "Beans",
  categoryId: ID,
  businessAddress: { line1: "1 Main St", country: "US" },
  contact: { email: "b@example.com" },
  receivingMethod: ACH,
};

const recipient = (receivingMethod: object, more: object = {}) => ({ ...RECIPIENT, receivingMethod, ...more }) as never;

async function sent(call: (client: Client) => Promise<unknown>): Promise<unknown> {
  const fetch = respondWith(json({ id: ID }));
  await call(fixture({ fetch }).client);
  return fetch.asked[0]?.json();
}

describe("recipients.create accepts", () => {
  it.each([
    ["ACH with a country, as the guide's sample has it", { ...ACH, country: "US" }],
    ["EFT with 9 digits, as the guide says", { ...ACH, type: "EFT", accountNumber: "38A", routingNumber: "000301094" }],
    ["EFT with 8 digits, as the reference says", { ...ACH, type: "EFT", routingNumber: "00301094" }],
    ["a wire", { ...ACH, type: "WIRE", routingNumber: "CHASUS33XXX", country: "US" }],
    ["a check whose second line is null", CHECK],
    ["a check that is to be verified", { ...CHECK, normalize: true }],
  ])("%s", async (_, method) => {
    expect(await sent((client) => client.recipients.create(recipient(method), NOBODY))).toEqual(recipient(method));
  });

  it("a contact by phone alone", async () => {
    const input = recipient(ACH, { contact: { phone: "4155550100" } });
    expect(await sent((client) => client.recipients.create(input, NOBODY))).toEqual(input);
  });

  it("optional fields that are undefined, and leaves them out", async () => {
    const input = recipient({ ...ACH, country: undefined }, { payer: undefined });
    expect(await sent((client) => client.recipients.create(input, NOBODY))).toEqual(RECIPIENT);
  });
});

describe("recipients.create refuses", () => {
  it.each([
    [
      "an account of 5 digits",
      { ...ACH, accountNumber: "12345" },
      "receivingMethod.accountNumber must be 6 to 17 digits",
    ],
    [
      "a routing number of 8 digits for ACH",
      { ...ACH, routingNumber: "02100002" },
      "receivingMethod.routingNumber must be 9 digits",
    ],
    [
      "a name of 36 characters",
      { ...ACH, beneficiaryName: "x".repeat(36) },
      "receivingMethod.beneficiaryName must be 1 to 35 characters",
    ],
    [
      "an account of 18 digits",
      { ...ACH, accountNumber: "1".repeat(18) },
      "receivingMethod.accountNumber must be 6 to 17 digits",
    ],
    [
      "a routing number of 10 digits for EFT",
      { ...ACH, type: "EFT", routingNumber: "0".repeat(10) },
      "receivingMethod.routingNumber must be 8 or 9 digits",
    ],
    [
      "a routing number of 12 characters for a wire",
      { ...ACH, type: "WIRE", country: "US", routingNumber: "CHASUS33XXXX" },
      "receivingMethod.routingNumber must be 8 to 11 letters and digits",
    ],
    ["a wire without a country", { ...ACH, type: "WIRE" }, "receivingMethod.country is missing"],
    ["a field of another kind", { ...ACH, normalize: true }, "receivingMethod.normalize is not a known field"],
    [
      "an account for a check",
      { ...CHECK, accountNumber: CANARY },
      "receivingMethod.accountNumber is not a known field",
    ],
    ["an unknown kind", { ...ACH, type: CANARY }, 'receivingMethod.type must be "ACH" or "EFT" or "WIRE" or "CHECK"'],
  ])("%s", async (_, method, reason) => {
    await expectInvalid((client) => client.recipients.create(recipient(method), NOBODY), reason);
  });

  it("a contact with neither email nor phone", async () => {
    const input = recipient(ACH, { contact: { firstName: CANARY } });
    await expectInvalid((client) => client.recipients.create(input, NOBODY), "contact needs an email or a phone");
  });

  it("no method at all", async () => {
    await expectInvalid(
      (client) => client.recipients.create(changed(RECIPIENT, "receivingMethod"), NOBODY),
      "receivingMethod is missing",
    );
  });
});

describe("amounts", () => {
  const intent = (value: unknown) =>
    ({ payer: PAYER, recipient: { id: ID }, targetAmount: { value, currency: "USD" } }) as never;

  it.each([
    [1, 1],
    ["1.10", 1.1],
    ["99999999.99", 99999999.99],
    [102.85, 102.85],
  ])("%j is sent as the number %j", async (value, number) => {
    const body = await sent((client) => client.paymentIntents.create(intent(value), NOBODY));
    expect(body).toMatchObject({ targetAmount: { value: number, currency: "USD" } });
  });

  it.each([0.1 + 0.2, 0.999, 1.005, 1e21, 100000000, 0, -1, "1e3", "1,000", " 1", "01", "1.", "", "٣"])(
    "refuses %j",
    async (value) => {
      await expectInvalid(
        (client) => client.paymentIntents.create(intent(value), NOBODY),
        "targetAmount.value must be from 1 to 99999999.99 with at most two decimals",
      );
    },
  );

  it("in another currency are refused", async () => {
    const input = changed(intent(1), "targetAmount.currency", "EUR");
    await expectInvalid((client) => client.paymentIntents.create(input, NOBODY), 'targetAmount.currency must be "USD"');
  });
});

describe("documents.create refuses", () => {
  const INPUT = { type: "INVOICE", fileType: "pdf", filename: "i.pdf", payer: PAYER, payment: { id: ID } };
  it.each([
    ["no target", changed(INPUT, "payment"), "it needs exactly one of paymentIntent, payment and recipient"],
    [
      "two targets",
      { ...INPUT, recipient: { id: ID } },
      "it needs exactly one of paymentIntent, payment and recipient",
    ],
  ])("%s", async (_, input, reason) => {
    await expectInvalid((client) => client.documents.create(input as never, NOBODY), reason);
  });
});

describe("lists refuse", () => {
  it.each([0, 101, 1.5, -1])("a limit of %d", async (limit) => {
    await expectInvalid(
      (client) => client.payments.list({ payerId: PAYER.id, limit }, NOBODY),
      "limit must be an integer from 1 to 100",
    );
  });
});

describe("metadata", () => {
  it.each(NOT_JSON)("is refused by name before anything is sent: %s", async (_, value) => {
    const { client, control } = fixture();
    const input = { payer: PAYER, recipient: { id: ID }, metadata: { a: [value] } };
    const options = { ...NOBODY, idempotencyKey: "generate" };
    for (const call of [
      client.paymentIntents.create(input, NOBODY),
      client.paymentIntents.update({ id: ID, metadata: input.metadata }, NOBODY),
      client.payments.create(input, options),
      client.payments.create({ paymentIntent: input, payer: PAYER }, options),
    ]) {
      const error = await failureOf(call);
      expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", fields: ["metadata"] });
    }
    expect(control.seen()).toEqual([]);
  });

  it("never fails with an error of the engine, however deep it is", async () => {
    const { client } = fixture({ fetch: respondWith(json({ id: ID })) });
    for (let levels = 1_000; levels < 12_000; levels += 250) {
      for (const call of [
        client.paymentIntents.update({ id: ID, metadata: nested(levels) }, NOBODY),
        client.paymentIntents.update({ id: ID }, { ...NOBODY, extra: { body: { metadata: nested(levels) } } }),
        client.request({ method: "POST", path: "/a", body: nested(levels) }, NOBODY),
      ]) {
        await call.catch((error) => expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent" }));
      }
    }
  });
});

describe("an input without its await", () => {
  it("mints no secret without the payer that it would have named", async () => {
    const input = Promise.resolve({ payer: PAYER }) as never;
    await expectInvalid((client) => client.clientSecrets.createForWorkflow(input, NOBODY), "it must be an object");
  });
});

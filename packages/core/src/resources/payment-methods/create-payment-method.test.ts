import { describe, expect, it } from "vitest";
import { CANARY, changed, expectInvalid } from "../../testing/expect-invalid.ts";
import { BANK_ACCOUNT, CARD, failureOf, fixture, json, NOBODY, PAYER, respondWith } from "../../testing/fixture.ts";

describe("createPaymentMethod sends", () => {
  it.each([
    ["a card", CARD],
    ["a bank account", BANK_ACCOUNT],
  ] as const)("%s as it was given", async (_, input) => {
    const fetch = respondWith(json({ id: "m" }));
    const { client } = fixture({ fetch });
    await client.paymentMethods.create(input, NOBODY);
    expect(fetch.asked[0]).toMatchObject({
      method: "POST",
      url: "https://connect.sandbox.plastiq.com/api/payment-methods",
    });
    expect(await fetch.asked[0]?.json()).toEqual(input);
  });

  it("the data that the payer may see", async () => {
    const { client } = fixture();
    const method = await client.paymentMethods.create(CARD, NOBODY);
    expect(method).toMatchObject({ type: "CARD", status: "ACTIVE", data: { last4: "4242", brand: "Visa" } });
  });

  it("a client secret instead of the API key, which needs no payer", async () => {
    const { client, control } = fixture();
    const clientSecret = await client.clientSecrets.create({ payer: PAYER }, NOBODY);
    await client.paymentMethods.create(changed(CARD, "payer"), { ...NOBODY, clientSecret });
    expect(control.seen({ operation: "createPaymentMethod" })).toMatchObject([
      { bearer: { label: "client-secret-1" } },
    ]);
    expect(control.state().clientSecrets).toMatchObject([{ state: "spent" }]);
  });

  it("a client secret that is text", async () => {
    const { client, control } = fixture();
    const clientSecret = (await client.clientSecrets.create({ payer: PAYER }, NOBODY)).reveal();
    await client.paymentMethods.create(CARD, { ...NOBODY, clientSecret });
    expect(control.state().clientSecrets).toMatchObject([{ state: "spent" }]);
  });
});

describe("createPaymentMethod refuses", () => {
  const NUMBER = "must be 8 to 19 digits, without spaces";
  const MONTH = 'must be two digits, "01" to "12"';
  it.each([
    { name: "null", input: null, reasons: ["it must be an object"] },
    { name: "nothing", input: undefined, reasons: ["it is missing"] },
    { name: "a text", input: CANARY, reasons: ["it must be an object"] },
    { name: "an array", input: [], reasons: ["type is missing", "data is missing"] },
    { name: "no type", input: changed(CARD, "type"), reasons: ["type is missing"] },
    {
      name: "an unknown type",
      input: changed(CARD, "type", CANARY),
      reasons: ['type must be "CARD" or "BANK_ACCOUNT"'],
    },
    { name: "no data", input: changed(CARD, "data"), reasons: ["data is missing"] },
    { name: "no holder", input: changed(CARD, "data.cardHolderName"), reasons: ["data.cardHolderName is missing"] },
    {
      name: "a number with spaces",
      input: changed(CARD, "data.accountNumber", "4242 4242 4242 4242"),
      reasons: [`data.accountNumber ${NUMBER}`],
    },
    {
      name: "a number of 7 digits",
      input: changed(CARD, "data.accountNumber", "4242424"),
      reasons: [`data.accountNumber ${NUMBER}`],
    },
    {
      name: "a number of 20 digits",
      input: changed(CARD, "data.accountNumber", "4".repeat(20)),
      reasons: [`data.accountNumber ${NUMBER}`],
    },
    {
      name: "a number that is not text",
      input: changed(CARD, "data.accountNumber", 4242424242424242),
      reasons: ["data.accountNumber must be a string"],
    },
    { name: "a CVV of 2 digits", input: changed(CARD, "data.cvv", "73"), reasons: ["data.cvv must be 3 or 4 digits"] },
    {
      name: "a CVV of 5 digits",
      input: changed(CARD, "data.cvv", "73973"),
      reasons: ["data.cvv must be 3 or 4 digits"],
    },
    {
      name: "month 13",
      input: changed(CARD, "data.expirationMonth", "13"),
      reasons: [`data.expirationMonth ${MONTH}`],
    },
    {
      name: "month 00",
      input: changed(CARD, "data.expirationMonth", "00"),
      reasons: [`data.expirationMonth ${MONTH}`],
    },
    {
      name: "a month of one digit",
      input: changed(CARD, "data.expirationMonth", "1"),
      reasons: [`data.expirationMonth ${MONTH}`],
    },
    {
      name: "a year of two digits",
      input: changed(CARD, "data.expirationYear", "31"),
      reasons: ["data.expirationYear must be four digits"],
    },
    {
      name: "no billing address",
      input: changed(CARD, "data.billingAddress"),
      reasons: ["data.billingAddress is missing"],
    },
    {
      name: "a payer id that is not a UUID",
      input: changed(CARD, "payer", { id: CANARY }),
      reasons: ["payer.id must be a UUID"],
    },
    {
      name: "an unknown field of the card",
      input: changed(CARD, "data.pin", CANARY),
      reasons: ["data.pin is not a known field"],
    },
    { name: "an unknown field", input: changed(CARD, "amount", CANARY), reasons: ["amount is not a known field"] },
    {
      name: "a bank account's number with letters",
      input: changed(BANK_ACCOUNT, "data.accountNumber", CANARY),
      reasons: ["data.accountNumber must be digits"],
    },
    {
      name: "a routing number of 7 digits",
      input: changed(BANK_ACCOUNT, "data.routingNumber", "2113711"),
      reasons: ["data.routingNumber must be 8 or 9 digits"],
    },
    {
      name: "an unknown account type",
      input: changed(BANK_ACCOUNT, "data.accountType", CANARY),
      reasons: ['data.accountType must be "CHECKING" or "SAVINGS"'],
    },
    {
      name: "a card's field in a bank account",
      input: changed(BANK_ACCOUNT, "data.cvv", "739"),
      reasons: ["data.cvv is not a known field"],
    },
  ])("$name", async ({ input, reasons }) => {
    await expectInvalid((client) => client.paymentMethods.create(input as never, NOBODY), ...reasons);
  });

  it.each([
    ["null", null],
    ["empty", ""],
    ["text with a new line", `${CANARY}\n${CANARY}`],
    ["text with a space", `Bearer ${CANARY}`],
    ["an object that is none", { clientSecret: CANARY }],
    ["a number", 7],
  ])("a client secret that is %s", async (_, clientSecret) => {
    const { client, control } = fixture();
    const failure = await failureOf(
      client.paymentMethods.create(CARD, { ...NOBODY, clientSecret: clientSecret as never }),
    );
    expect(failure).toMatchObject({ code: "input_invalid", outcome: "not-sent", attempts: 0 });
    expect(failure.message).toContain(
      'clientSecret must be text without white space, quotes, control characters or a "Bearer " prefix.',
    );
    expect(control.seen()).toEqual([]);
  });
});

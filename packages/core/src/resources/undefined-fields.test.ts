import { expect, it } from "vitest";
import { CARD, failureOf, fixture, NOBODY, PAYER, PERSON } from "../testing/fixture.ts";

const ADDRESS = { ...PERSON.businessAddress, line2: undefined };
// Every optional field of each operation's input, spelt out as undefined.
const INPUTS = {
  createClientSecret: { payer: PAYER, type: undefined },
  createPayer: {
    contact: { ...PERSON.contact, phone: undefined },
    businessName: undefined,
    businessAddress: ADDRESS,
    identityDocuments: [{ type: "US_SSN", value: "078-05-1120", countryOfIssuance: undefined }],
  },
  createPayerWithout: { contact: PERSON.contact, businessAddress: undefined, identityDocuments: undefined },
  createPaymentMethod: {
    ...CARD,
    data: { ...CARD.data, billingAddress: { ...CARD.data.billingAddress, line2: undefined } },
  },
} as const;

it("treats an optional field that is undefined as left out, in every operation", async () => {
  const { client, control } = fixture();
  await client.clientSecrets.create(INPUTS.createClientSecret, NOBODY);
  await client.payers.create(INPUTS.createPayer, NOBODY);
  await client.payers.create(INPUTS.createPayerWithout, NOBODY);
  await client.paymentMethods.create(INPUTS.createPaymentMethod, { ...NOBODY, clientSecret: undefined } as never);

  expect(control.seen().map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(control.seen()[0]?.body).toEqual({ payer: PAYER, type: "CARD" });
});

it("refuses an unknown field that is undefined, so that a misspelled name shows before it has a value", async () => {
  const { client, control } = fixture();
  const misspelled = { ...INPUTS.createPayer, contact: { ...PERSON.contact, fone: undefined } };
  expect(await failureOf(client.payers.create(misspelled, NOBODY))).toMatchObject({
    code: "input_invalid",
    outcome: "not-sent",
    fields: ["contact.fone"],
  });
  expect(control.seen()).toEqual([]);
});

import { expect, it } from "vitest";
import { LOCAL_PAYER_ID } from "../../index.ts";
import { address, details, fixture, NOW } from "../../testing/fixture.ts";

const contact = { firstName: "Bob", lastName: "Smith", email: "bob@example.com" };

it("creates a payer, returns it, and finds it again", async () => {
  const { call } = fixture();
  const created = await call("/payers", {
    body: {
      contact: { ...contact, phone: "4155550100" },
      businessName: "Philz Coffee",
      businessAddress: { ...address, line2: "Suite 4" },
      identityDocuments: [{ type: "US_SSN", value: "123456789" }],
    },
  });
  expect(created.status).toBe(200);
  expect(created.body).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    businessName: "Philz Coffee",
    contact: { ...contact, phone: "4155550100" },
    businessAddress: { ...address, line2: "Suite 4" },
    createdAt: new Date(NOW).toISOString(),
    status: "ACTIVE",
    identityDocuments: [{ type: "US_SSN", id: expect.any(String) }],
  });
  expect((await call(`/payers/${created.body.id}`)).body).toEqual(created.body);
  expect((await call(`/payers/${created.body.id.toUpperCase()}`)).body).toEqual(created.body);
});

it.each([[{ ...contact }], [{ phone: "+1 (415) 555-0100" }]])("accepts the contact %j", async (given) => {
  const response = await fixture().call("/payers", { body: { contact: given } });
  expect([response.status, response.body.contact]).toEqual([200, given]);
});

it.each(["o'brien@example.com", "jörg@müller.example", "a+b@[192.0.2.1]", '"a b"@example.com'.replace(" ", "")])(
  "accepts the e-mail address %s",
  async (email) => {
    const response = await fixture().call("/payers", { body: { contact: { ...contact, email } } });
    expect([response.status, response.body.contact?.email]).toEqual([200, email]);
  },
);

it.each(["", " ", null])("accepts %j as the second line of an address, as in the vendor's samples", async (line2) => {
  const response = await fixture().call("/payers", { body: { contact, businessAddress: { ...address, line2 } } });
  expect([response.status, response.body.businessAddress?.line2]).toEqual([200, line2]);
});

it.each([
  [{}, "contact is required."],
  [{ contact: { firstName: "Bob", lastName: "Smith" } }, "contact needs an email or a phone."],
  [{ contact: { ...contact, firstName: " " } }, "contact.firstName must not be empty."],
  [{ contact: { ...contact, email: "bob" } }, "contact.email must be an e-mail address."],
  [{ contact: { ...contact, phone: "call me" } }, "contact.phone must be a phone number."],
  [{ contact: { ...contact, phone: null } }, "contact.phone must be a string."],
  [{ contact, nickname: "B" }, "nickname is not a known field."],
  [{ contact, "4242424242424242": 1 }, "(an unnamed field) is not a known field."],
  [
    { contact, businessAddress: { ...address, country: "USA" } },
    "businessAddress.country must be a two-letter country code (ISO 3166-1 alpha-2).",
  ],
  [
    { contact, businessAddress: { ...address, country: "XX" } },
    "businessAddress.country must be a two-letter country code (ISO 3166-1 alpha-2).",
  ],
  [{ contact, businessAddress: { ...address, city: undefined } }, "businessAddress.city is required."],
  [{ contact, identityDocuments: {} }, "identityDocuments must be a list."],
  [
    { contact, identityDocuments: [{ type: "LIBRARY_CARD", value: "1" }] },
    'identityDocuments.0.type must be one of "US_TIN", "US_EIN", "US_SSN", "PASSPORT_NUMBER", "ALIEN_REGISTRATION_NUMBER".',
  ],
])("refuses %j", async (body, item) => {
  const response = await fixture().call("/payers", { body });
  expect([response.status, response.body.code, details(response)]).toEqual([400, "VALIDATION_ERROR", [item]]);
});

it("has the seeded payer, and responds with 404 for an unknown id and for none", async () => {
  const { call } = fixture();
  expect((await call(`/payers/${LOCAL_PAYER_ID}`)).body.id).toBe(LOCAL_PAYER_ID);
  expect((await call(`/payers/${crypto.randomUUID()}`)).status).toBe(404);
  expect((await call("/payers/nobody")).body.code).toBe("NOT_FOUND_ERROR");
});

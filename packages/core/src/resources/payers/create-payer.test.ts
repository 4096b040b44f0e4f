import { describe, expect, it } from "vitest";
import { CANARY, changed, expectInvalid } from "../../testing/expect-invalid.ts";
import { fixture, json, NOBODY, PERSON, respondWith } from "../../testing/fixture.ts";

describe("createPayer sends", () => {
  it("every known field of a payer", async () => {
    const fetch = respondWith(json({ id: "p" }));
    const { client } = fixture({ fetch });
    await client.payers.create(PERSON, NOBODY);
    expect(fetch.asked[0]).toMatchObject({ method: "POST", url: "https://connect.sandbox.plastiq.com/api/payers" });
    expect(fetch.asked[0]?.headers.get("content-type")).toBe("application/json");
    expect(await fetch.asked[0]?.json()).toEqual(PERSON);
  });

  it.each(["firstName", "lastName", "email", "phone"])("a contact that has no %s", async (left) => {
    const { client, control } = fixture();
    const input = changed({ contact: PERSON.contact }, `contact.${left}`);
    await client.payers.create(input, NOBODY);
    expect(control.seen()).toMatchObject([{ body: input, status: 200 }]);
    expect(control.seen()[0]?.body).not.toHaveProperty(`contact.${left}`);
  });

  it("a contact that has both email and phone", async () => {
    const { client, control } = fixture();
    const { id, contact } = await client.payers.create({ contact: PERSON.contact }, NOBODY);
    expect(contact).toEqual(PERSON.contact);
    expect(control.state().payers.map((payer) => payer.id)).toContain(id);
  });

  it("no field that is undefined", async () => {
    const { client, control } = fixture();
    await client.payers.create({ contact: { ...PERSON.contact, phone: undefined }, businessName: undefined }, NOBODY);
    expect(Object.keys(control.seen()[0]?.body as object)).toEqual(["contact"]);
  });
});

describe("createPayer refuses", () => {
  const TYPES = '"US_TIN" or "US_EIN" or "US_SSN" or "PASSPORT_NUMBER" or "ALIEN_REGISTRATION_NUMBER"';
  const documents = (document: unknown) => changed(PERSON, "identityDocuments", [document]);
  it.each([
    { name: "null", input: null, reasons: ["it must be an object"] },
    { name: "nothing", input: undefined, reasons: ["it is missing"] },
    { name: "a text", input: CANARY, reasons: ["it must be an object"] },
    { name: "an array", input: [CANARY], reasons: ["contact is missing", "0 is not a known field"] },
    { name: "no contact", input: changed(PERSON, "contact"), reasons: ["contact is missing"] },
    {
      name: "an empty last name",
      input: changed(PERSON, "contact.lastName", ""),
      reasons: ["contact.lastName must not be empty"],
    },
    {
      name: "an email of another type",
      input: changed(PERSON, "contact.email", 7),
      reasons: ["contact.email must be a string"],
    },
    {
      name: "an empty phone",
      input: changed(PERSON, "contact.phone", ""),
      reasons: ["contact.phone must not be empty"],
    },
    {
      name: "neither email nor phone",
      input: { contact: { firstName: CANARY, lastName: CANARY } },
      reasons: ["contact needs an email or a phone"],
    },
    { name: "an unknown field", input: { ...PERSON, ssn: CANARY }, reasons: ["ssn is not a known field"] },
    {
      name: "an unknown field of the contact",
      input: changed(PERSON, "contact.fax", CANARY),
      reasons: ["contact.fax is not a known field"],
    },
    {
      name: "an address without a city",
      input: changed(PERSON, "businessAddress.city"),
      reasons: ["businessAddress.city is missing"],
    },
    {
      name: "a country by its name",
      input: changed(PERSON, "businessAddress.country", "Canary"),
      reasons: ["businessAddress.country must be an ISO 3166-1 alpha-2 code, such as US"],
    },
    {
      name: "an unknown field of the address",
      input: changed(PERSON, "businessAddress.zip", CANARY),
      reasons: ["businessAddress.zip is not a known field"],
    },
    {
      name: "documents that are not a list",
      input: changed(PERSON, "identityDocuments", CANARY),
      reasons: ["identityDocuments must be a list"],
    },
    {
      name: "a document of an unknown type",
      input: documents({ type: CANARY, value: CANARY }),
      reasons: [`identityDocuments.0.type must be ${TYPES}`],
    },
    {
      name: "a document without a value",
      input: documents({ type: "US_SSN" }),
      reasons: ["identityDocuments.0.value is missing"],
    },
    {
      name: "a document's value of another type",
      input: documents({ type: "US_SSN", value: 78051120 }),
      reasons: ["identityDocuments.0.value must be a string"],
    },
    {
      name: "an unknown field of a document",
      input: documents({ type: "US_SSN", value: CANARY, number: CANARY }),
      reasons: ["identityDocuments.0.number is not a known field"],
    },
    {
      name: "several fields at once",
      input: changed(changed(PERSON, "contact.firstName", ""), "businessName", 7),
      reasons: ["contact.firstName must not be empty", "businessName must be a string"],
    },
  ])("$name", async ({ input, reasons }) => {
    await expectInvalid((client) => client.payers.create(input as never, NOBODY), ...reasons);
  });
});

import { describe, expect, it } from "vitest";
import type { Client } from "../client.ts";
import { ID, OTHER } from "../testing/asking.ts";
import { fixture, json, NOBODY, PAYER, respondWith } from "../testing/fixture.ts";
import { elapse, useVirtualClock } from "../testing/virtual-clock.ts";

useVirtualClock();

const RECIPIENT = {
  businessName: "Beans",
  categoryId: ID,
  businessAddress: { line1: "1 Main St", country: "US" },
  contact: { email: "b@example.com" },
  receivingMethod: { type: "ACH", accountNumber: "3829473294723", routingNumber: "021000021", beneficiaryName: "B" },
};
const CARD = {
  cardHolderName: "Ada",
  accountNumber: "4111111111111111",
  cvv: "123",
  expirationMonth: "01",
  expirationYear: "2031",
  billingAddress: { line1: "1 Main St", city: "Cupertino", state: "CA", postalCode: "95014", country: "US" },
};

/** Returns an object with a getter that returns one value for the first reads, and then another. */
function changing(name: string, [one, other]: readonly unknown[], reads: number, more: object = {}): never {
  let count = 0;
  const get = (): unknown => (++count > reads ? other : one);
  return Object.defineProperty({ ...more }, name, { get, enumerable: true }) as never;
}

/** The requests of a call whose first response is lost. */
async function asked(call: (client: Client) => Promise<unknown>): Promise<readonly Request[]> {
  const fetch = respondWith(json({}, 500), json({ id: ID }));
  await elapse(call(fixture({ fetch }).client));
  return fetch.asked;
}

describe.each([1, 2, 3, 4, 5, 6])("a getter that changes its answer after read %i", (reads) => {
  const orders = [
    [RECIPIENT, { id: ID }],
    [{ id: ID }, RECIPIENT],
  ];
  it.each(orders)("never lets a new recipient be created twice", async (...recipients) => {
    const input = changing("recipient", recipients, reads, { payer: PAYER });
    const requests = await asked(({ paymentIntents }) => paymentIntents.create(input, NOBODY));
    const created = await Promise.all(requests.map(async (request) => (await request.json()).recipient.businessName));
    expect(created.filter(Boolean).length).toBeLessThan(2);
  });

  it.each([[[{ type: "US_SSN", value: "1" }], undefined].flat(0), [undefined, [{ type: "US_SSN", value: "1" }]]])(
    "never lets an identity document be added twice",
    async (...documents) => {
      const input = changing("identityDocuments", documents, reads, { id: ID });
      const requests = await asked(({ payers }) => payers.update(input, NOBODY));
      const added = await Promise.all(requests.map(async (request) => (await request.json()).identityDocuments));
      expect(added.filter(Boolean).length).toBeLessThan(2);
    },
  );

  it("never lets a request be sent twice whose replay was never", async () => {
    const input = changing("replay", ["never", "safe"], reads, { method: "POST", path: "/disputes", body: {} });
    expect(await asked((client) => client.request(input, NOBODY))).toHaveLength(1);
  });

  it.each([
    ["ACH", "EFT"],
    ["EFT", "ACH"],
    ["CHEQUE", "ACH"],
    ["ACH", "CHEQUE"],
  ])("sends no account number that does not fit the receiving method: %s, then %s", async (...types) => {
    const method = changing("type", types, reads, { ...RECIPIENT.receivingMethod, accountNumber: "38A" });
    const requests = await asked(({ recipients }) =>
      recipients.create({ ...RECIPIENT, receivingMethod: method }, NOBODY),
    );
    for (const request of requests) expect(await request.json()).toMatchObject({ receivingMethod: { type: "EFT" } });
  });

  it.each([
    ["CARD", "CHECK"],
    ["CHECK", "CARD"],
    ["BANK_ACCOUNT", "CARD"],
  ])("sends no card as another type: %s, then %s", async (...types) => {
    const input = changing("type", types, reads, { payer: PAYER, data: CARD });
    const created = await asked(({ paymentMethods }) => paymentMethods.create(input, NOBODY));
    const { cvv } = CARD;
    const change = changing("type", types, reads, { id: ID, payer: PAYER, data: { cvv } });
    const updated = await asked(({ paymentMethods }) => paymentMethods.update(change, NOBODY));
    for (const request of [...created, ...updated]) expect(await request.json()).toMatchObject({ type: "CARD" });
  });

  it("uploads a file only to the host that was checked", async () => {
    const urls: string[] = [];
    const fetch = async (url: unknown): Promise<Response> => {
      urls.push(String(url));
      return new Response(null, { status: 201 });
    };
    const addresses = ["https://bucket.s3.example/", "http://192.0.2.1/"];
    const slot = changing("url", addresses, reads, { fields: {}, filename: "1.pdf", contentType: OTHER });
    await elapse(fixture({ fetch: respondWith(json({})) }).client.documents.upload(slot, new Blob(["1"]), { fetch }));
    expect(urls.filter((url) => url !== addresses[0])).toEqual([]);
  });
});

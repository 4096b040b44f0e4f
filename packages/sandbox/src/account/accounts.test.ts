import { expect, it } from "vitest";
import { LOCAL_PAYER_ID } from "../index.ts";
import { card, fixture } from "../testing/fixture.ts";

const apiKeys = [
  { label: "old", key: "key-old" },
  { label: "new", key: "key-new" },
  { label: "other", key: "key-other", account: "other" },
];
const contact = { firstName: "Ada", lastName: "Moreau", email: "ada@example.com" };

it("keeps what was created for every key of the account, and from every other account", async () => {
  const { call, control } = fixture({ apiKeys });
  const { body } = await call("/payers", { bearer: "key-old", body: { contact } });
  expect((await call(`/payers/${body.id}`, { bearer: "key-new" })).status).toBe(200);
  expect((await call(`/payers/${body.id}`, { bearer: "key-other" })).status).toBe(404);
  expect(control.state().payers.map(({ id }) => id)).toEqual([LOCAL_PAYER_ID, body.id]);
  expect(control.state("other").payers.map(({ id }) => id)).toEqual([LOCAL_PAYER_ID]);
  expect(() => control.state("nobody")).toThrow('No account is named "nobody".');
});

it("lets a client secret act in the account that minted it", async () => {
  const { call, control, pay } = fixture({ apiKeys });
  const body = { payer: { id: LOCAL_PAYER_ID } };
  const minted = await call("/client-secrets", { bearer: "key-other", body });
  expect((await pay(minted.body.clientSecret, { type: "CARD", data: card })).status).toBe(200);
  expect(control.state().paymentMethods).toEqual([]);
  expect(control.state("other").paymentMethods).toHaveLength(1);
});

it("refuses one key for two accounts, from the start and later", () => {
  const shared = [
    { label: "one", key: "shared" },
    { label: "two", key: "shared", account: "other" },
  ];
  expect(() => fixture({ apiKeys: shared })).toThrow("Two accounts share an API key");
  expect(() => fixture({ apiKeys: [apiKeys[2] as (typeof apiKeys)[0]] }).control.addKey("x", "key-other")).toThrow(
    "another account",
  );
});

import { describe, expect, it } from "vitest";
import type { ConnectError } from "../../error.ts";
import type { Fetch } from "../../http/transport/fetch.ts";
import { CARD, failureOf, fetchOf, fixture, NOBODY, PAYER, respondWith } from "../../testing/fixture.ts";

const DECLINING = "4000000000000341";
const ADDRESS = { line1: "1 Main St", city: "Cupertino", state: "CA", postalCode: "95014", country: "US" } as const;
const usd = (value: number) => ({ value, currency: "USD" }) as const;
const NEW_KEY = { ...NOBODY, idempotencyKey: "generate" } as const;

/** A sandbox with a recipient, and a client whose requests go through `fetch`. */
async function shop(wrap: (inner: Fetch) => Fetch = (inner) => inner) {
  const { sandbox, control } = fixture();
  const { client } = fixture({ fetch: wrap(fetchOf(sandbox)) });
  const [category] = (await client.categories.list(NOBODY)).data;
  const recipient = await client.recipients.create(
    {
      businessName: "Beans",
      categoryId: category?.id ?? "",
      businessAddress: ADDRESS,
      contact: { email: "b@example.com" },
      receivingMethod: { type: "CHECK", ...ADDRESS },
    },
    NOBODY,
  );
  const card = async (accountNumber: string) =>
    (await client.paymentMethods.create({ ...CARD, data: { ...CARD.data, accountNumber } }, NOBODY)).id;
  const intent = async (accountNumber = CARD.data.accountNumber as string) => {
    const paymentMethod = { id: await card(accountNumber) };
    const input = { payer: PAYER, recipient: { id: recipient.id }, paymentMethod, targetAmount: usd(100) };
    return await client.paymentIntents.create(input, NOBODY);
  };
  const payments = () => client.payments.list({ payerId: PAYER.id }, NOBODY).toArray({ max: 9 });
  return { client, control, card, intent, payments, recipient };
}

const inputOf = ({ id }: { readonly id: string }) => ({ paymentIntent: { id }, payer: PAYER });
const refused = (error: ConnectError) => ({ code: error.code, outcome: error.outcome, next: error.next });

describe("payments.create", () => {
  it("pays a declined intent with another card under a new key, and not under the old one", async () => {
    const { client, card, intent, payments } = await shop();
    const declining = await intent(DECLINING);
    const old = { ...NOBODY, idempotencyKey: crypto.randomUUID() };
    const declined = { code: "request_refused", outcome: "rejected", next: "new-attempt" };
    expect(refused(await failureOf(client.payments.create(inputOf(declining), old)))).toEqual(declined);
    expect(refused(await failureOf(client.payments.create(inputOf(declining), NEW_KEY)))).toEqual(declined);
    expect(await payments()).toEqual([]);

    const paymentMethod = { id: await card(CARD.data.accountNumber) };
    await client.paymentIntents.update({ id: declining.id, paymentMethod }, NOBODY);
    const payment = await client.payments.create(inputOf(declining), NEW_KEY);
    expect(await payments()).toMatchObject([{ id: payment.id, paymentMethod }]);
  });

  it("is refused for an intent that was captured, under whatever key, and makes no second payment", async () => {
    const { client, intent, payments } = await shop();
    const input = inputOf(await intent());
    const payment = await client.payments.create(input, NEW_KEY);
    for (let i = 0; i < 3; i++) {
      const error = await failureOf(client.payments.create(input, NEW_KEY));
      expect(refused(error)).toEqual({ code: "request_refused", outcome: "rejected", next: "fix-input" });
    }
    expect(await payments()).toMatchObject([{ id: payment.id }]);
  });

  it("is refused for an intent that expired after it was shown, and a new one can be paid", async () => {
    const { client, control, intent, payments } = await shop();
    const shown = await intent();
    control.advance(6 * 60_000);
    const error = await failureOf(client.payments.create(inputOf(shown), NEW_KEY));
    expect(refused(error)).toEqual({ code: "request_refused", outcome: "rejected", next: "fix-input" });
    expect(await payments()).toEqual([]);
    await client.payments.create(inputOf(await intent()), NEW_KEY);
    expect(await payments()).toHaveLength(1);
  });

  it("pays nothing when an update arrives late, after a newer one that the payer agreed to", async () => {
    let deliver = async (): Promise<unknown> => undefined;
    let updates = 0;
    const { client, intent, payments } = await shop((inner) => (url, init) => {
      if (init.method !== "PATCH" || updates++ > 0) return inner(url, init);
      deliver = () => inner(url, init);
      throw new TypeError("fetch failed");
    });
    const { id } = await intent();
    // Its first attempt is in progress still when the second one has succeeded.
    await client.paymentIntents.update({ id, targetAmount: usd(500) }, NOBODY);
    const shown = await client.paymentIntents.update({ id, targetAmount: usd(200) }, NOBODY);
    await deliver();
    const expected = { sourceAmount: shown.sourceAmount ?? usd(0) };
    const error = await failureOf(client.payments.create(inputOf({ id }), { ...NEW_KEY, expect: expected }));
    expect(error).toMatchObject({ outcome: "not-sent", next: "look-up", fields: ["expect.sourceAmount"] });
    expect(await payments()).toEqual([]);
  });
});

describe("payments.refund", () => {
  it.each([
    "[]",
    "null",
    "true",
    '"REFUNDED"',
    "",
    "{}",
    '{"status":null}',
    '{"message":"Endpoint request timed out"}',
  ])("does not know the outcome when the response is %j", async (body) => {
    const { client } = fixture({ fetch: respondWith(() => new Response(body)) });
    const error = await failureOf(client.payments.refund({ id: crypto.randomUUID(), payerId: PAYER.id }, NOBODY));
    expect(refused(error)).toEqual({ code: "response_unreadable", outcome: "unknown", next: "look-up" });
  });
});

describe("a deletion in two processes", () => {
  it("is done in one of them, and not_found in the other, which cannot know of it", async () => {
    const { client, recipient } = await shop();
    await client.recipients.delete({ id: recipient.id }, NOBODY);
    const error = await failureOf(client.recipients.delete({ id: recipient.id }, NOBODY));
    expect(refused(error)).toEqual({ code: "not_found", outcome: "rejected", next: "fix-input" });
  });
});

describe("the response to another request, as a broken proxy delivers it", () => {
  it("is not taken for the payment or the intent that was asked for", async () => {
    let other = "";
    const { client, intent } = await shop((inner) => (url, init) => {
      return inner(init.method === "GET" && other ? `${url.slice(0, url.lastIndexOf("/"))}/${other}` : url, init);
    });
    const [first, second] = [await intent(), await intent()];
    const paid = [await client.payments.create(inputOf(first), NEW_KEY)];
    paid.push(await client.payments.create(inputOf(second), NEW_KEY));
    const unreadable = { code: "response_unreadable", outcome: "unknown" };
    const payerId = PAYER.id;
    other = `${second.id}?payerId=${payerId}`;
    expect(await failureOf(client.paymentIntents.retrieve({ id: first.id, payerId }, NOBODY))).toMatchObject(
      unreadable,
    );
    other = `${paid[1]?.id}?payerId=${payerId}`;
    expect(await failureOf(client.payments.retrieve({ id: paid[0]?.id ?? "", payerId }, NOBODY))).toMatchObject(
      unreadable,
    );
    other = "";
    const upper = paid[0]?.id.toUpperCase() ?? "";
    expect(await client.payments.retrieve({ id: upper, payerId }, NOBODY)).toMatchObject({ id: paid[0]?.id });
  });
});

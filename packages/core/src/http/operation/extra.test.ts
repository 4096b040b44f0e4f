import { describe, expect, it } from "vitest";
import { CANARY } from "../../testing/expect-invalid.ts";
import { failureOf, fixture, json, NOBODY, PAYER, PERSON, respondWith, TRACE_ID } from "../../testing/fixture.ts";
import { NOT_JSON } from "../../testing/not-json.ts";
import { settleDown } from "../../testing/virtual-clock.ts";

const ID = "6f0eb884-3f41-4b57-b86a-80f62dca011e";
const { contact } = PERSON;

const CIRCULAR: Record<string, unknown> = {};
CIRCULAR.self = CIRCULAR;
const NOT_PLAIN = [
  ["a circular object", CIRCULAR],
  ["a list", ["a", "b"]],
  ["a date", new Date(0)],
  ["a function", () => "a"],
  ["a symbol", Symbol("a")],
] as const;

describe("extra", () => {
  it("adds fields to the body, also inside an object, and to the query", async () => {
    const fetch = respondWith(json({ id: ID }));
    const extra = { body: { locale: "en", contact: { nickname: "J" } }, query: { expand: "all" } };
    await fixture({ fetch }).client.payers.create({ contact }, { ...NOBODY, extra });
    expect(await fetch.asked[0]?.json()).toEqual({ contact: { ...contact, nickname: "J" }, locale: "en" });
    expect(fetch.asked[0]?.url).toMatch(/\/payers\?expand=all$/);
  });

  it("sends nothing for a field that is undefined", async () => {
    const fetch = respondWith(json({ id: ID }));
    const extra = { body: { locale: undefined, contact: undefined }, query: { expand: undefined } };
    await fixture({ fetch }).client.payers.create({ contact }, { ...NOBODY, extra });
    expect(await fetch.asked[0]?.json()).toEqual({ contact });
    expect(fetch.asked[0]?.url).toMatch(/\/payers$/);
  });

  it.each([
    ["body.contact.email", { body: { contact: { email: CANARY } } }],
    ["body.contact", { body: { contact: CANARY } }],
    ["body.contact", { body: { contact: null } }],
  ])("cannot replace %s", async (path, extra) => {
    const fetch = respondWith(json({ id: ID }));
    const error = await failureOf(fixture({ fetch }).client.payers.create({ contact }, { ...NOBODY, extra }));
    expect(error).toMatchObject({ code: "input_invalid", fields: [`extra.${path}`] });
    expect(JSON.stringify(error)).not.toContain(CANARY);
    expect(fetch.asked).toEqual([]);
  });

  it("cannot replace a query parameter, or give a GET a body", async () => {
    const { client } = fixture({ fetch: respondWith(json({ id: ID })) });
    const list = client.payments.list({ payerId: PAYER.id }, { ...NOBODY, extra: { query: { limit: 3 } } });
    expect(await failureOf(list)).toMatchObject({ fields: ["extra.query.limit"] });
    const read = client.payers.retrieve(ID, { ...NOBODY, extra: { body: { a: 1 } } });
    expect(await failureOf(read)).toMatchObject({ code: "input_invalid" });
  });

  it("sends a field named like a property of every object", async () => {
    const fetch = respondWith(json({ id: ID }));
    const body = JSON.parse('{"__proto__":"p","constructor":"c","contact":{"__proto__":{"toString":1}}}');
    await fixture({ fetch }).client.payers.create({ contact }, { ...NOBODY, extra: { body } });
    const sent = JSON.stringify({ contact }).slice(0, -2);
    expect(await fetch.asked[0]?.text()).toBe(`${sent},"__proto__":{"toString":1}},"__proto__":"p","constructor":"c"}`);
  });

  it.each([
    ["payers", { identityDocuments: [{ type: "CA_SIN", value: "046454286" }] }],
    ["recipients", { identityDocuments: [{ type: "CA_SIN", value: "046454286" }] }],
    ["paymentIntents", { recipient: { businessName: "Example Ltd" } }],
  ] as const)("sends an update of %s once when it has extra fields", async (resource, body) => {
    const lost = (): Promise<Response> => Promise.reject(new TypeError("fetch failed"));
    const fetch = respondWith(lost, json({ id: ID }));
    const error = await failureOf(
      fixture({ fetch }).client[resource].update({ id: ID }, { ...NOBODY, extra: { body } }),
    );
    expect(error).toMatchObject({ code: "network_failed", outcome: "unknown", attempts: 1, next: "look-up" });
    expect(fetch.asked).toHaveLength(1);
  });

  it.each(NOT_PLAIN)("refuses a query with %s by name, and sends nothing", async (_, value) => {
    const fetch = respondWith(json({ data: [] }));
    const extra = { query: { filter: value as unknown as string } };
    const error = await failureOf(fixture({ fetch }).client.payers.retrieve(ID, { ...NOBODY, extra }));
    expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", fields: ["extra.query"] });
    expect(fetch.asked).toEqual([]);
  });

  it.each([
    ["a map", new Map([["a", "b"]])],
    ["search parameters", new URLSearchParams("a=b")],
    ["a text", "a=b"],
  ])("refuses %s as the query, and sends nothing", async (_, query) => {
    const fetch = respondWith(json({ data: [] }));
    const options = { ...NOBODY, extra: { query: query as never } };
    const { payers, payments } = fixture({ fetch }).client;
    const wait = { ...options, until: "DEPOSITED", timeout: 1_000 };
    for (const call of [payers.retrieve(ID, options), payments.waitFor({ id: ID, payerId: PAYER.id }, wait)]) {
      const error = await failureOf(call);
      expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", fields: ["extra.query"] });
    }
    expect(fetch.asked).toEqual([]);
  });

  it.each([
    ["a promise", Promise.resolve({})],
    ["a text", "body"],
    ["a list", [{ a: 1 }]],
    ["headers", { headers: { a: "b" } }],
    ["a promise as the body", { body: Promise.resolve({ a: 1 }) }],
    ["a map as the body", { body: new Map([["a", 1]]) }],
    ["a text as the body", { body: "a=1" }],
    ["a list as the body", { body: [1] }],
    ["a promise as the query", { query: Promise.resolve({ a: 1 }) }],
  ])("refuses %s, whose content would be lost", async (_, extra) => {
    const fetch = respondWith(json({ id: ID }));
    const options = { ...NOBODY, extra: extra as never };
    const { payers, payments } = fixture({ fetch }).client;
    for (const call of [
      payers.create({ contact }, options),
      payments.waitFor({ id: ID, payerId: ID }, { ...options, until: "DEPOSITED", timeout: 1_000 }),
    ]) {
      expect(await failureOf(call)).toMatchObject({ code: "input_invalid", outcome: "not-sent" });
    }
    expect(fetch.asked).toEqual([]);
  });

  it.each(NOT_JSON)("refuses %s in the body, whose content would be lost", async (_, value) => {
    const fetch = respondWith(json({ id: ID }));
    const extra = { body: { a: [{ b: value }] } };
    const { payers, payments, documents } = fixture({ fetch }).client;
    const options = {
      ...NOBODY,
      extra,
      idempotencyKey: "generate",
      expect: { sourceAmount: { value: 1, currency: "USD" } },
    };
    const owned = { paymentIntent: { id: ID }, payer: PAYER };
    const invoice = { ...owned, type: "INVOICE", fileType: "pdf", filename: "1.pdf" } as const;
    for (const call of [
      payers.create({ contact }, { ...NOBODY, extra }),
      payments.create(owned, options),
      documents.send(invoice, new Blob(["1"]), { ...NOBODY, extra }),
    ]) {
      expect(await failureOf(call)).toMatchObject({
        code: "input_invalid",
        outcome: "not-sent",
        fields: ["extra.body"],
      });
    }
    expect(fetch.asked).toEqual([]);
  });

  it.each([null, undefined, {}, { body: null }, { query: null }])("adds nothing for %j", async (extra) => {
    const fetch = respondWith(json({ id: ID }));
    await fixture({ fetch }).client.payers.create({ contact }, { ...NOBODY, extra: extra as never });
    expect(await fetch.asked[0]?.json()).toEqual({ contact });
  });

  it("reads the getters of a class", async () => {
    const fetch = respondWith(json({ id: ID }));
    class Additions {
      get body(): Record<string, unknown> {
        return { locale: "en" };
      }
    }
    await fixture({ fetch }).client.payers.create({ contact }, { ...NOBODY, extra: new Additions() });
    expect(await fetch.asked[0]?.json()).toEqual({ contact, locale: "en" });
  });

  it("is redacted in errors, and its query is not shown to hooks", async () => {
    const seen: unknown[] = [];
    const echo = json({ code: "VALIDATION_ERROR", message: `No ${CANARY}` }, 400, { "trace-id": TRACE_ID });
    const { client } = fixture({ fetch: respondWith(echo), hooks: { onRequest: (event) => seen.push(event) } });
    const extra = { body: { tax: CANARY }, query: { code: CANARY } };
    const error = await failureOf(client.payers.create({ contact }, { ...NOBODY, extra }));
    await settleDown();
    expect(error.message).toContain("No [redacted]");
    expect(JSON.stringify([error, seen])).not.toContain(CANARY);
    expect(seen).toHaveLength(1);
  });
});

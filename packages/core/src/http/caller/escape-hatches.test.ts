import { describe, expect, it } from "vitest";
import { CANARY } from "../../testing/expect-invalid.ts";
import { failureOf, fixture, json, NOBODY, PAYER, PERSON, respondWith, TRACE_ID } from "../../testing/fixture.ts";
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

describe("client.request", () => {
  it("calls an unknown endpoint, and returns its JSON as it is", async () => {
    const fetch = respondWith(json({ any: [1] }));
    const input = { method: "POST", path: "/things/1", query: { a: 1 }, body: { x: "y" } } as const;
    expect(await fixture({ fetch }).client.request(input, NOBODY)).toEqual({ any: [1] });
    expect(fetch.asked[0]?.url).toBe("https://connect.sandbox.plastiq.com/api/things/1?a=1");
    expect(await fetch.asked[0]?.json()).toEqual({ x: "y" });
  });

  it("sends an idempotency key in lower case", async () => {
    const fetch = respondWith(json({}));
    const input = { method: "POST", path: "/a", body: {}, idempotencyKey: TRACE_ID.toUpperCase() } as const;
    await fixture({ fetch }).client.request(input, NOBODY);
    expect(fetch.asked[0]?.headers.get("idempotency-key")).toBe(TRACE_ID.toLowerCase());
  });

  it("retries a GET, and anything else only with replay", async () => {
    for (const [input, count] of [
      [{ method: "GET", path: "/a" }, 2],
      [{ method: "POST", path: "/a", body: {} }, 1],
      [{ method: "POST", path: "/a", body: {}, replay: "safe" }, 2],
      [{ method: "POST", path: "/a", body: {}, idempotencyKey: TRACE_ID }, 2],
    ] as const) {
      const fetch = respondWith(json({}, 500, { "retry-after": "0" }));
      await failureOf(fixture({ fetch, retries: 1 }).client.request(input, NOBODY));
      expect(fetch.asked).toHaveLength(count);
    }
  });

  it.each([
    "payments",
    "//x",
    "/a/../b",
    "/a/%2e%2E/b",
    "/a%2F..%2Fb",
    "/a%5c..%5Cb",
    "/a?b=c",
    "/a#b",
    "/a b",
    "https://x.example/",
  ])("refuses the path %s", async (path) => {
    const { client } = fixture({ fetch: respondWith(json({})) });
    expect(await failureOf(client.request({ method: "GET", path }, NOBODY))).toMatchObject({ fields: ["path"] });
  });

  it.each([
    ["method", { method: "PUT", path: "/a" }],
    ["method", null],
    ["path", { method: "GET" }],
    ["body", { method: "GET", path: "/a", body: {} }],
    ["replay", { method: "POST", path: "/a", replay: CANARY }],
    ["idempotencyKey", { method: "POST", path: "/a", idempotencyKey: CANARY }],
    ["idempotencyKey", { method: "POST", path: "/a", idempotencyKey: TRACE_ID, replay: "safe" }],
    ["idempotencyKey", { method: "POST", path: "/a", replay: "idempotency-key" }],
  ])("refuses an invalid %s without repeating it: %j", async (field, input) => {
    const fetch = respondWith(json({}));
    const error = await failureOf(fixture({ fetch }).client.request(input as never, NOBODY));
    expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", fields: [field] });
    expect(error.message).toContain(field);
    expect(JSON.stringify(error)).not.toContain(CANARY);
    expect(fetch.asked).toEqual([]);
  });

  it.each(NOT_PLAIN)("refuses a query with %s by name, and sends nothing", async (_, value) => {
    const fetch = respondWith(json({}));
    const query = { filter: value as unknown as string };
    const error = await failureOf(fixture({ fetch }).client.request({ method: "GET", path: "/a", query }, NOBODY));
    expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", fields: ["query"] });
    expect(fetch.asked).toEqual([]);
  });

  it("counts a query as left out when it is null", async () => {
    const fetch = respondWith(json({}));
    const input = { method: "GET", path: "/a", query: null as never } as const;
    expect(await fixture({ fetch }).client.request(input, NOBODY)).toEqual({});
    expect(fetch.asked[0]?.url).toMatch(/\/a$/);
  });

  it("returns undefined for an empty response, and refuses one that is not JSON", async () => {
    const input = { method: "DELETE", path: "/a" } as const;
    const empty = () => new Response(null, { status: 204 });
    const page = () => new Response("<p>");
    const { client } = fixture({ fetch: respondWith(empty, page) });
    expect(await client.request(input, NOBODY)).toBeUndefined();
    expect(await failureOf(client.request(input, NOBODY))).toMatchObject({
      code: "response_unreadable",
      outcome: "unknown",
    });
  });

  it("is redacted in errors, in the query and in the body", async () => {
    const echo = json({ code: "VALIDATION_ERROR", message: `No ${CANARY}, no ${CANARY}2` }, 400);
    const { client } = fixture({ fetch: respondWith(echo) });
    const input = { method: "POST", path: "/a", query: { q: CANARY }, body: { deep: [`${CANARY}2`] } } as const;
    expect((await failureOf(client.request(input, NOBODY))).message).toContain("No [redacted], no [redacted]");
  });

  it("leaves values in errors that are too short to be secrets", async () => {
    const echo = json({ code: "VALIDATION_ERROR", message: "USD 12, EURO 123, true, null" }, 400);
    const { client } = fixture({ fetch: respondWith(echo) });
    const body = { values: ["USD", "EURO", 12, 123, true, null] };
    const { message } = await failureOf(client.request({ method: "POST", path: "/a", body }, NOBODY));
    expect(message).toContain("USD 12, [redacted] [redacted], true, null");
  });
});

describe("client.withOptions", () => {
  it("uses other options over the same connections, which an option of a call overrides", async () => {
    const fetch = respondWith(json({ id: ID }, 500, { "retry-after": "0" }));
    const { client } = fixture({ fetch });
    const derived = client.withOptions({ retries: 0, apiKey: "other-key" });
    await failureOf(derived.payers.retrieve(ID, NOBODY));
    expect(fetch.asked.map(({ headers }) => headers.get("authorization"))).toEqual(["Bearer other-key"]);
    await failureOf(derived.payers.retrieve(ID, { ...NOBODY, retries: 1 }));
    expect(fetch.asked).toHaveLength(3);
    await failureOf(derived.payers.retrieve(ID, { ...NOBODY, retries: undefined }));
    expect(fetch.asked).toHaveLength(4);
  });

  it.each([null, undefined, {}])("changes nothing with the options %j", async (options) => {
    const derived = fixture({ fetch: respondWith(json({ id: ID })) }).client.withOptions(options as never);
    expect(await derived.payers.retrieve(ID, NOBODY)).toEqual({ id: ID });
  });

  it("refuses what belongs to the connections, and what is not valid", () => {
    const { client } = fixture();
    expect(() => client.withOptions({ baseUrl: "https://x.example" } as never)).toThrow("does not take baseUrl");
    expect(() => client.withOptions({ retries: -1 })).toThrow("retries must be a number");
  });
});

import { describe, expect, it } from "vitest";
import { CANARY } from "../../testing/expect-invalid.ts";
import { failureOf, fixture, json, NOBODY, respondWith, TRACE_ID } from "../../testing/fixture.ts";
import { NOT_JSON } from "../../testing/not-json.ts";

const ID = "6f0eb884-3f41-4b57-b86a-80f62dca011e";

const CIRCULAR: Record<string, unknown> = {};
CIRCULAR.self = CIRCULAR;
const NOT_PLAIN = [
  ["a circular object", CIRCULAR],
  ["a list", ["a", "b"]],
  ["a date", new Date(0)],
  ["a function", () => "a"],
  ["a symbol", Symbol("a")],
] as const;

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

  it.each(NOT_JSON)("refuses %s as the body and inside it, whose content would be lost", async (_, value) => {
    const fetch = respondWith(json({}));
    const { client } = fixture({ fetch });
    for (const body of [value, { a: [{ b: value }] }]) {
      const error = await failureOf(client.request({ method: "POST", path: "/a", body }, NOBODY));
      expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", fields: ["body"] });
      expect(error.message).toContain("body must be plain JSON data.");
    }
    expect(fetch.asked).toEqual([]);
  });

  it("sends what is JSON, or says itself how it becomes JSON", async () => {
    const fetch = respondWith(json({}));
    const instance = Object.assign(new (class {})(), { a: 1 });
    const body = { date: new Date(0), url: new URL("https://x.example/"), instance, empty: [{}, [], "", 0, null] };
    const { client } = fixture({ fetch });
    await client.request({ method: "POST", path: "/a", body: { ...body, left: undefined } }, NOBODY);
    await client.request({ method: "POST", path: "/a", body: Object.create(null) }, NOBODY);
    expect(await fetch.asked[0]?.json()).toEqual({
      ...body,
      date: "1970-01-01T00:00:00.000Z",
      url: "https://x.example/",
    });
    expect(await fetch.asked[1]?.json()).toEqual({});
  });

  it("sends the path that it has checked", async () => {
    const fetch = respondWith(json({}));
    const paths = ["/a", "/../../b"];
    const input = {
      method: "GET",
      get path() {
        return paths.shift() ?? "/../c";
      },
    } as const;
    await fixture({ fetch }).client.request(input, NOBODY);
    expect(fetch.asked[0]?.url).toMatch(/\/api\/a$/);
  });

  it("redacts a text that its body creates as it is sent", async () => {
    const echo = json({ code: "VALIDATION_ERROR", message: `No ${CANARY}` }, 400);
    const body = { tax: { toJSON: () => CANARY } };
    const call = fixture({ fetch: respondWith(echo) }).client.request({ method: "POST", path: "/a", body }, NOBODY);
    expect((await failureOf(call)).message).toContain("No [redacted]");
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

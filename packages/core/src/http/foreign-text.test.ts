import { describe, expect, it, vi } from "vitest";
import { answers, bench, CARD, failureOf, json, NOBODY, PAYER, TRACE_ID } from "../testing/bench.ts";
import type { FetchResponse } from "./fetch.ts";

const OPTIONS = { ...NOBODY, traceId: TRACE_ID, retries: 0 };
const KEY = "key+with/special=characters";
const refusal = (message: string) => json({ code: "VALIDATION_ERROR", message, traceId: TRACE_ID }, 400);

describe("an error that repeats a secret", () => {
  it.each(["\n", "\r\n  ", "\u00a0", ".", "/", "\u200b", " - "])(
    "redacts a card number with %j between its groups",
    async (separator) => {
      const grouped = "4242424242424242".replace(/\d{4}(?=\d)/g, `$&${separator}`);
      const { client } = bench({ fetch: answers(refusal(`Not accepted: ${grouped}!`)) });
      const error = await failureOf(client.paymentMethods.create(CARD, OPTIONS));
      expect(error.message).toContain("Not accepted: [redacted]!");
    },
  );

  it.each([
    ["as it is", KEY],
    ["as URLs write it", encodeURIComponent(KEY)],
    ["as URLs write it, in lower case", encodeURIComponent(KEY).toLowerCase()],
    ["as JSON may write it", KEY.replace("/", "\\/")],
    ["as HTML writes it", KEY.replace("+", "&#43;").replace("/", "&#x2F;")],
    ["encoded twice", encodeURIComponent(encodeURIComponent(KEY))],
    ["with an invisible character inside", KEY.replace("w", "w\u200b")],
    ["over two lines", KEY.replace("special", "spec\r\n ial")],
  ])("redacts a key %s", async (_, written) => {
    const { client } = bench({ apiKey: KEY, fetch: answers(refusal(`${written}!`)) });
    const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(error.message).toContain("[redacted]!");
  });

  it.each(["", "u:", "us:", "use:"])("redacts a key in base64 after %j", async (before) => {
    const key = "0123456789abcdefghijklmnop";
    for (const encoding of ["base64", "base64url"] as const) {
      const written = Buffer.from(`${before}${key}:?`).toString(encoding);
      const { client } = bench({ apiKey: key, fetch: answers(refusal(`<${written}>`)) });
      const { message } = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
      // What is left is less than what stands around the key.
      expect(message).toMatch(/<.{0,7}\[redacted\].{0,6}>/);
    }
  });

  it("leaves digits alone that only look like the CVV", async () => {
    const data = { ...CARD.data, cvv: "120" };
    const traceId = "12012012-0120-4120-8120-120120120120";
    const answer = () =>
      Response.json(
        { code: "C", message: "Card 3120 of 120, cvv 120." },
        { status: 400, headers: { "trace-id": traceId } },
      );
    const { client } = bench({ fetch: answers(answer) });
    const error = await failureOf(client.paymentMethods.create({ ...CARD, data }, OPTIONS));
    expect(error).toMatchObject({ outcome: "rejected", traceId });
    expect(error.message).toContain("Card 3120 of [redacted], cvv [redacted].");
  });

  it("waits as long as it was asked to when the seconds are the CVV's digits", async () => {
    const data = { ...CARD.data, cvv: "120" };
    const body = { code: "C", message: "m", traceId: TRACE_ID };
    const fetch = vi.fn(answers(() => Response.json(body, { status: 429, headers: { "retry-after": "120" } })));
    const { client } = bench({ fetch });
    const error = await failureOf(client.paymentMethods.create({ ...CARD, data }, { ...OPTIONS, retries: 2 }));
    expect(error.retryAfter).toBe(120_000);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("counts a date in Retry-After from the response's own Date", async () => {
    const ahead = Date.now() + 7_200_000;
    const headers = { date: new Date(ahead).toUTCString(), "retry-after": new Date(ahead + 40_000).toUTCString() };
    const { client } = bench({ fetch: answers(() => Response.json({}, { status: 503, headers })) });
    const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(error.retryAfter).toBe(40_000);
  });
});

describe("the headers that hooks and withResponse() show", () => {
  const SECRET = "minted-secret-value";

  it("do not repeat the client secret that the body brings", async () => {
    const onResponse = vi.fn();
    const headers = { etag: `W/"${SECRET}"`, location: `/s?s=${encodeURIComponent(SECRET)}` };
    const fetch = answers(json({ clientSecret: SECRET }, 201, headers));
    const { client } = bench({ fetch, hooks: { onResponse } });
    const { response } = await client.clientSecrets.create({ payer: PAYER }, OPTIONS).withResponse();
    const shown = { etag: 'W/"[redacted]"', location: "/s?s=[redacted]" };
    expect(response.headers).toMatchObject(shown);
    expect(onResponse.mock.calls[0]?.[0].headers).toMatchObject(shown);
  });

  it("do not repeat a percent-encoded key", async () => {
    const location = `https://elsewhere.invalid/?key=${encodeURIComponent(KEY)}`;
    const onResponse = vi.fn();
    const { client } = bench({ apiKey: KEY, fetch: answers(json({}, 307, { location })), hooks: { onResponse } });
    await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(onResponse.mock.calls[0]?.[0].headers.location).toBe("https://elsewhere.invalid/?key=[redacted]");
  });

  it("repeat neither the renewed key nor the refused one", async () => {
    const keys = ["first-api-key", "second-api-key"];
    const both = keys.join(" or ");
    const apiKey = vi.fn(() => keys[Math.min(apiKey.mock.calls.length, keys.length) - 1] ?? "");
    const onResponse = vi.fn();
    const body = { code: "C", message: both, traceId: TRACE_ID };
    const { client } = bench({ apiKey, fetch: answers(json(body, 401, { "x-echo": both })), hooks: { onResponse } });
    const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(error.message).toContain("[redacted] or [redacted]");
    expect(onResponse.mock.lastCall?.[0].headers["x-echo"]).toBe("[redacted] or [redacted]");
  });

  it("are printable, and the trace id is short", async () => {
    // Headers are Latin-1: a C1 control character can stand in them.
    const headers = { "trace-id": `a\u009b31m${"x".repeat(6_000)}`, "x-note": "a\u0085b" };
    const { client } = bench({ fetch: answers(json({ clientSecret: SECRET }, 201, headers)) });
    const { response } = await client.clientSecrets.create({ payer: PAYER }, OPTIONS).withResponse();
    expect(response.traceId).toBe(`a 31m${"x".repeat(95)}`);
    expect(response.headers).toMatchObject({ "trace-id": response.traceId, "x-note": "a b" });
  });
});

describe("an error", () => {
  it("has at most 20 details of 500 characters, and a trace id of 100", async () => {
    const body = {
      code: "C",
      message: "m",
      details: Array(200).fill("d".repeat(5_000)),
      traceId: "t".repeat(6_000),
    };
    const { client } = bench({ fetch: answers(json(body, 400)) });
    const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(error.details).toEqual(Array(20).fill("d".repeat(500)));
    expect(error.traceId).toBe("t".repeat(100));
  });

  it("shows no character that reorders or hides text", async () => {
    const { client } = bench({ fetch: answers(refusal("a\u202eb\u2066c\u200bd\u2028e\u{e0041}f\ufe0f")) });
    const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(error.message).toContain("abcd ef.");
  });
});

describe("a custom fetch", () => {
  const given = (more: object) => async () =>
    ({ status: 200, headers: new Headers(), ...more }) as unknown as FetchResponse;
  const PAYER_JSON = JSON.stringify({ id: "a payer" });

  it.each([
    ["a Node stream for a body", { body: { pipe() {} }, text: async () => PAYER_JSON }],
    ["no body but a text()", { text: async () => PAYER_JSON }],
    ["no body but an arrayBuffer()", { arrayBuffer: async () => new TextEncoder().encode(PAYER_JSON).buffer }],
    ["no body but a json()", { json: async () => JSON.parse(PAYER_JSON) }],
    ["no headers", { headers: undefined, text: async () => PAYER_JSON }],
    ["headers that are an empty object", { headers: {}, json: async () => JSON.parse(PAYER_JSON) }],
    ["headers that have get() alone", { headers: { get: () => null }, json: async () => JSON.parse(PAYER_JSON) }],
    ["headers in pairs", { headers: [["trace-id", TRACE_ID]], text: async () => PAYER_JSON }],
  ])("may respond with %s", async (_, more) => {
    const { client } = bench({ fetch: given(more) });
    await expect(client.payers.retrieve(PAYER.id, OPTIONS)).resolves.toMatchObject({ id: "a payer" });
  });

  it("may respond with headers in a plain object", async () => {
    const headers = { "Trace-Id": TRACE_ID, "Retry-After": 7, via: ["a", "b"] };
    const text = async () => JSON.stringify({ code: "VALIDATION_ERROR", message: "No." });
    const { client } = bench({ fetch: given({ status: 429, headers, text }) });
    const error = await failureOf(client.payers.retrieve(PAYER.id, OPTIONS));
    expect(error).toMatchObject({ code: "rate_limited", outcome: "rejected", traceId: TRACE_ID, retryAfter: 7_000 });
  });

  it.each([
    ["a body without a reader", { body: {} }],
    ["no body", {}],
    ["a body that was read before", { bodyUsed: true, text: () => Promise.reject(new TypeError("Body is unusable")) }],
  ])("is named when its response has %s, and is not called again", async (_, more) => {
    const fetch = vi.fn(given(more));
    const { client } = bench({ fetch });
    const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, { ...OPTIONS, retries: 2 }));
    expect(error).toMatchObject({ code: "configuration_invalid", outcome: "unknown", attempts: 1 });
    expect(error.message).toContain("fetch must resolve with a response whose body can be read");
    expect(fetch).toHaveBeenCalledOnce();
  });
});

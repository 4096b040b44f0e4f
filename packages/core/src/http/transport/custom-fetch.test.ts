import { describe, expect, it, vi } from "vitest";
import { failureOf, fixture, NOBODY, PAYER, PERSON, TRACE_ID } from "../../testing/fixture.ts";
import type { FetchInit, FetchResponse } from "./fetch.ts";

const OPTIONS = { ...NOBODY, traceId: TRACE_ID, retries: 0 };

describe("a custom fetch", () => {
  const given = (more: object) => async () =>
    ({ status: 200, headers: new Headers(), ...more }) as unknown as FetchResponse;
  const PAYER_JSON = JSON.stringify({ id: PAYER.id });
  const REFUSAL = JSON.stringify({ code: "NOT_FOUND_ERROR", message: "No.", traceId: TRACE_ID });

  it.each([
    ["a Node stream for a body", { body: { pipe() {} }, text: async () => PAYER_JSON }],
    ["no body but a text()", { text: async () => PAYER_JSON }],
    ["a text() that resolves with a Buffer", { text: async () => Buffer.from(PAYER_JSON) }],
    ["a text() that keeps a byte order mark, as workerd's", { text: async () => `\uFEFF${PAYER_JSON}` }],
    ["no body but an arrayBuffer()", { arrayBuffer: async () => new TextEncoder().encode(PAYER_JSON).buffer }],
    ["no body but a json()", { json: async () => JSON.parse(PAYER_JSON) }],
    ["no headers", { headers: undefined, text: async () => PAYER_JSON }],
    ["headers that are an empty object", { headers: {}, json: async () => JSON.parse(PAYER_JSON) }],
    ["headers that have get() alone", { headers: { get: () => null }, json: async () => JSON.parse(PAYER_JSON) }],
    ["headers in pairs", { headers: [["trace-id", TRACE_ID]], text: async () => PAYER_JSON }],
  ])("may respond with %s", async (_, more) => {
    const { client } = fixture({ fetch: given(more) });
    await expect(client.payers.retrieve(PAYER.id, OPTIONS)).resolves.toMatchObject({ id: PAYER.id });
  });

  it("may respond with headers in a plain object", async () => {
    const headers = { "Trace-Id": TRACE_ID, "Retry-After": 7, via: ["a", "b"] };
    const text = async () => JSON.stringify({ code: "VALIDATION_ERROR", message: "No." });
    const { client } = fixture({ fetch: given({ status: 429, headers, text }) });
    const error = await failureOf(client.payers.retrieve(PAYER.id, OPTIONS));
    expect(error).toMatchObject({ code: "rate_limited", outcome: "rejected", traceId: TRACE_ID, retryAfter: 7_000 });
  });

  it("may respond with headers that keep the case of their names, as those of a DOM in tests", async () => {
    const date = new Date().toUTCString();
    const own = [
      ["Date", date],
      ["Trace-Id", TRACE_ID],
    ] as const;
    const headers = {
      append() {},
      get: (name: string) => own.find(([known]) => known.toLowerCase() === name)?.[1],
      forEach: (visit: (value: string, name: string) => void) =>
        own.forEach(([name, value]) => void visit(value, name)),
    };
    const { client } = fixture({ fetch: given({ headers, text: async () => PAYER_JSON }) });
    const { response } = await client.payers.retrieve(PAYER.id, OPTIONS).withResponse();
    expect(response.headers).toEqual({ date, "trace-id": TRACE_ID });
  });

  it.each([
    ["the type of a failed fetch, as Bun's node-fetch", { type: "error", text: async () => REFUSAL }, "rejected"],
    ["a text() that resolves with a Buffer", { text: async () => Buffer.from(REFUSAL) }, "rejected"],
    ["a text() that resolves with the parsed JSON", { text: async () => JSON.parse(REFUSAL) }, "unknown"],
  ])("may refuse with %s", async (_, more, outcome) => {
    const { client } = fixture({ fetch: given({ status: 404, ...more }) });
    const error = await failureOf(client.payers.retrieve(PAYER.id, OPTIONS));
    expect(error).toMatchObject({ code: "not_found", outcome, status: 404 });
  });

  it.each([
    ["throws", (error: unknown) => error],
    ["wraps", (error: unknown) => new Error("The audit failed.", { cause: error })],
  ])("sends a payer once when it %s the error of another call, which says nothing about its own", async (_, wrap) => {
    const refuse = vi.fn(async (_url: string, { onStage }: FetchInit) => {
      onStage?.("connecting");
      throw new TypeError("fetch failed");
    });
    const audit = fixture({ fetch: refuse, retries: 0 }).client;
    const send = vi.fn(async () => {
      // The payer exists. Then the log of it fails, without having been sent.
      throw wrap(await failureOf(audit.payers.retrieve(PAYER.id, OPTIONS)));
    });
    const error = await failureOf(fixture({ fetch: send }).client.payers.create(PERSON, { ...OPTIONS, retries: 2 }));
    expect(error).toMatchObject({ code: "network_failed", outcome: "unknown", attempts: 1, operation: "createPayer" });
    expect(send).toHaveBeenCalledOnce();
  });

  it.each([
    ["a body without a reader", { body: {} }],
    ["no body", {}],
    ["a body that was read before", { bodyUsed: true, text: () => Promise.reject(new TypeError("Body is unusable")) }],
  ])("is named when its response has %s, and is not called again", async (_, more) => {
    const fetch = vi.fn(given(more));
    const { client } = fixture({ fetch });
    const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, { ...OPTIONS, retries: 2 }));
    expect(error).toMatchObject({ code: "configuration_invalid", outcome: "unknown", attempts: 1 });
    expect(error.message).toContain("fetch must resolve with a response whose body can be read");
    expect(fetch).toHaveBeenCalledOnce();
  });
});

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
  ])("redacts a key %s", async (_, written) => {
    const { client } = bench({ apiKey: KEY, fetch: answers(refusal(`${written}!`)) });
    const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(error.message).toContain("[redacted]!");
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

describe("a custom fetch", () => {
  const given = (more: object) => async () =>
    ({ status: 200, headers: new Headers(), ...more }) as unknown as FetchResponse;
  const PAYER_JSON = JSON.stringify({ id: "a payer" });

  it.each([
    ["a Node stream for a body", { body: { pipe() {} }, text: async () => PAYER_JSON }],
    ["no body but a text()", { text: async () => PAYER_JSON }],
  ])("may respond with %s", async (_, more) => {
    const { client } = bench({ fetch: given(more) });
    await expect(client.payers.retrieve(PAYER.id, OPTIONS)).resolves.toMatchObject({ id: "a payer" });
  });

  it("is named when its response cannot be read at all, and is not called again", async () => {
    const fetch = vi.fn(given({ body: {} }));
    const { client } = bench({ fetch });
    const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, { ...OPTIONS, retries: 2 }));
    expect(error).toMatchObject({ code: "configuration_invalid", outcome: "unknown", attempts: 1 });
    expect(error.message).toContain("fetch must return a response that can be read");
    expect(fetch).toHaveBeenCalledOnce();
  });
});

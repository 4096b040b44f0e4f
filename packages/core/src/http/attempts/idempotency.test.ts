import { describe, expect, it, onTestFinished, vi } from "vitest";
import { idempotencyKeyFor } from "../../resources/payments/idempotency-key.ts";
import { failureOf, fixture, json, NOBODY, PAYER, respondWith, TRACE_ID } from "../../testing/fixture.ts";
import { elapse, useVirtualClock } from "../../testing/virtual-clock.ts";
import type { Fetch } from "../transport/fetch.ts";

const ID = "6f0eb884-3f41-4b57-b86a-80f62dca011e";
const KEY = "0b0f7a4e-3c52-4d8e-9a61-6f2b8c1d7e90";
const INPUT = { paymentIntent: { id: ID }, payer: PAYER } as const;
const PAYMENT = { id: ID, payer: PAYER, status: "CHARGED" };
const TRACED = { "trace-id": TRACE_ID };
const refusal = (status: number, code = "CONFLICT", headers = {}) =>
  json({ code, message: "No." }, status, { ...TRACED, ...headers });
const REPLAY = { "idempotent-replay": "true" };
const lost = (): Promise<never> => Promise.reject(new TypeError("fetch failed"));

const pay = (fetch: Fetch, options: object = {}) =>
  fixture({ fetch }).client.payments.create(INPUT, { ...NOBODY, idempotencyKey: KEY, ...options });

describe("payments.create", () => {
  useVirtualClock();

  it("waits while the first request is in progress, beyond its retries, and then succeeds", async () => {
    const busy = refusal(409);
    const fetch = respondWith(busy, busy, busy, busy, busy, json(PAYMENT, 200, REPLAY));
    const call = pay(fetch);
    expect((await elapse(call.withResponse())).value).toMatchObject({ data: PAYMENT, response: { replayed: true } });
    expect(new Set(fetch.asked.map(({ headers }) => headers.get("idempotency-key")))).toEqual(new Set([KEY]));
    const bodies = await Promise.all(fetch.asked.map((request) => request.text()));
    expect(new Set(bodies).size).toBe(1);
  });

  it("is unknown, with its key, when it is in progress until the deadline", async () => {
    const { error, took } = await elapse(pay(respondWith(refusal(409))));
    expect(error).toMatchObject({ code: "conflict", outcome: "unknown", next: "repeat-same-key", idempotencyKey: KEY });
    expect(took).toBeLessThanOrEqual(30_000);
  });

  it.each([
    ["at once", () => "0"],
    ["at a time that is over", () => new Date(Date.now() - 60_000).toUTCString()],
  ])("makes pauses although each 409 asks for the next request %s", async (_, retryAfter) => {
    const fetch = respondWith(() => refusal(409, "CONFLICT", { "retry-after": retryAfter() })());
    const { error } = await elapse(pay(fetch));
    expect(error).toMatchObject({ code: "conflict", outcome: "unknown" });
    expect(fetch.asked.length).toBeLessThan(12);
  });

  it("takes a replayed success after a lost response", async () => {
    // A proxy may have doubled the header.
    const twice = { "idempotent-replay": "true, true" };
    const { value } = await elapse(pay(respondWith(lost, json(PAYMENT, 200, twice))).withResponse());
    expect(value?.response.replayed).toBe(true);
  });

  it("lets a replayed refusal alone decide the outcome", async () => {
    const { error } = await elapse(pay(respondWith(lost, refusal(400, "PAYMENT_METHOD_DECLINED", REPLAY))));
    expect(error).toMatchObject({ outcome: "rejected", replayed: true, next: "new-attempt", attempts: 2 });
  });

  it.each([429, 503])(
    "recommends a new key after a replayed %i, because the old key keeps that response",
    async (status) => {
      const fetch = respondWith(refusal(status, "BUSY", REPLAY));
      const { error } = await elapse(pay(fetch));
      expect(error).toMatchObject({ outcome: "rejected", replayed: true, next: "new-attempt", attempts: 1 });
    },
  );

  it("recommends correcting the input after a replayed 400 that is not a decline", async () => {
    const { error } = await elapse(pay(respondWith(refusal(400, "VALIDATION_ERROR", REPLAY))));
    expect(error).toMatchObject({ outcome: "rejected", replayed: true, next: "fix-input", attempts: 1 });
  });

  it("keeps the outcome unknown when a refusal after a lost response is not marked as a replay", async () => {
    const { error } = await elapse(pay(respondWith(lost, refusal(400, "VALIDATION_ERROR"))));
    expect(error).toMatchObject({ outcome: "unknown", next: "repeat-same-key" });
  });

  it("does not retry a replayed 500", async () => {
    const fetch = respondWith(refusal(500, "INTERNAL_SERVER_ERROR", REPLAY));
    const { error } = await elapse(pay(fetch));
    expect(error).toMatchObject({ code: "server_failed", outcome: "unknown", next: "look-up", attempts: 1 });
  });

  it("is an error of unknown outcome when the payment belongs to another payer", async () => {
    const { error } = await elapse(pay(respondWith(json({ ...PAYMENT, payer: { id: ID } }))));
    expect(error).toMatchObject({ code: "response_unreadable", outcome: "unknown", idempotencyKey: KEY });
  });

  it.each([undefined, "", "order-1", "6f0eb884-3f41-1b57-b86a-80f62dca011e"])("refuses %j as a key", async (key) => {
    const fetch = respondWith(json(PAYMENT));
    const error = await failureOf(pay(fetch, { idempotencyKey: key }));
    expect(error).toMatchObject({ code: "input_invalid", fields: ["idempotencyKey"] });
    expect(error.message).toContain("idempotencyKeyFor");
    expect(fetch.asked).toEqual([]);
  });

  it("sends a key in lower case, as a database gives a UUID back", async () => {
    const fetch = respondWith(json(PAYMENT, 500), json(PAYMENT));
    const call = pay(fetch, { idempotencyKey: KEY.toUpperCase(), retries: 0 });
    expect((await elapse(call)).error).toMatchObject({ idempotencyKey: KEY });
    await elapse(pay(fetch, { idempotencyKey: KEY }));
    expect(fetch.asked.map(({ headers }) => headers.get("idempotency-key"))).toEqual([KEY, KEY]);
  });

  it("generates a key when it is asked to", async () => {
    const fetch = respondWith(json(PAYMENT));
    await pay(fetch, { idempotencyKey: "generate" });
    expect(fetch.asked[0]?.headers.get("idempotency-key")).toMatch(/^[\da-f]{8}-[\da-f]{4}-4/);
  });

  it.each([
    ["amount", { value: 103, currency: "USD" }],
    ["currency", { value: 102.85, currency: "CAD" }],
    ["amount, which is missing,", undefined],
  ])("pays nothing when the intent's %s is not the expected one", async (_, sourceAmount) => {
    const fetch = respondWith(json({ id: ID, sourceAmount }));
    const expected = { sourceAmount: { value: 102.85, currency: "USD" } };
    const error = await failureOf(pay(fetch, { expect: expected }));
    expect(error).toMatchObject({ outcome: "not-sent", next: "look-up", fields: ["expect.sourceAmount"] });
    expect(fetch.asked.map(({ method }) => method)).toEqual(["GET"]);
  });

  it.each([null, {}, { sourceAmount: null }, "102.85"])("refuses %j as the expected amount", async (expected) => {
    const fetch = respondWith(json(PAYMENT));
    const error = await failureOf(pay(fetch, { expect: expected }));
    expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent" });
    expect(fetch.asked).toEqual([]);
  });

  it("pays when the intent's amount is the expected one", async () => {
    const sourceAmount = { value: 102.85, currency: "USD" };
    const fetch = respondWith(json({ id: ID, sourceAmount }), json(PAYMENT));
    await pay(fetch, { expect: { sourceAmount } });
    expect(fetch.asked.map(({ method }) => method)).toEqual(["GET", "POST"]);
  });
});

describe("idempotencyKeyFor", () => {
  it("returns the same UUID v4 for the same text, and a different one for another text", async () => {
    const key = await idempotencyKeyFor("production/p/1042/1");
    expect(key).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(await idempotencyKeyFor("production/p/1042/1")).toBe(key);
    expect(await idempotencyKeyFor("production/p/1042/2")).not.toBe(key);
  });

  it.each([
    ["a composed letter", "Caf\u00e9", "Cafe\u0301"],
    ["Hangul", "\uac00", "\u1100\u1161"],
    ["two marks in another order", "q\u0307\u0323", "q\u0323\u0307"],
    ["a sign with two code points", "\u2126", "\u03a9"],
  ])("returns one key for both Unicode forms of %s", async (_, one, other) => {
    expect(await idempotencyKeyFor(`p/${one}/1`)).toBe(await idempotencyKeyFor(`p/${other}/1`));
  });

  it.each([
    ["letter case", "Order/1"],
    ["a leading space", " order/1"],
    ["a trailing line feed", "order/1\n"],
    ["an invisible character", "order/\u200b1"],
    ["digits in full width", "order/\uff11"],
  ])("returns a different key for a text that differs by %s", async (_, text) => {
    expect(await idempotencyKeyFor(text)).not.toBe(await idempotencyKeyFor("order/1"));
  });

  it("returns the same key as every release", async () => {
    expect(await idempotencyKeyFor("production/p/1042/1")).toBe("47a6c304-4a4e-4ae1-9899-4e9d25da7c69");
    expect(await idempotencyKeyFor("production/p/Café/1")).toBe("f4df4323-be64-40e2-afee-83a60512625d");
  });

  it.each(["", "\ud800", "a\udc00b", 1042, null, undefined, ["a"], new String("a")])("refuses %j", async (text) => {
    const error = await failureOf(idempotencyKeyFor(text as string));
    expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent" });
  });

  it("refuses a second text, which JavaScript would ignore: all orders would share one key", async () => {
    const keyFor = idempotencyKeyFor as (...texts: (string | number)[]) => Promise<string>;
    for (const more of [["1042"], [1042], ["p", "1042", 1]]) {
      const error = await failureOf(keyFor("production", ...more));
      expect(error).toMatchObject({ code: "input_invalid", message: expect.stringContaining("one text") });
    }
    const [key] = await Promise.all(["production/p/1042/1"].map(idempotencyKeyFor));
    expect(key).toBe(await idempotencyKeyFor("production/p/1042/1"));
  });

  it.each([
    ["a page without HTTPS", {}],
    ["a runtime without WebCrypto", undefined],
  ])("names the missing function on %s", async (_, crypto) => {
    vi.stubGlobal("crypto", crypto);
    onTestFinished(() => void vi.unstubAllGlobals());
    const error = await failureOf(idempotencyKeyFor("production/p/1042/1"));
    expect(error).toMatchObject({ code: "configuration_invalid", outcome: "not-sent" });
    expect(error.message).toContain("crypto.subtle");
  });
});

describe("a deletion", () => {
  useVirtualClock();
  const gone = refusal(404, "NOT_FOUND_ERROR");
  const remove = (fetch: Fetch) => fixture({ fetch }).client.recipients.delete({ id: ID }, NOBODY);

  it("succeeds when a retry after a lost response finds nothing", async () => {
    expect(await elapse(remove(respondWith(lost, gone)))).toMatchObject({ value: undefined, took: expect.any(Number) });
    expect((await elapse(remove(respondWith(lost, gone)))).error).toBeUndefined();
  });

  it("is not_found when the first attempt finds nothing, as in a second process", async () => {
    expect((await elapse(remove(respondWith(gone)))).error).toMatchObject({ code: "not_found", outcome: "rejected" });
  });

  it("fails when the 404 is not the vendor's own", async () => {
    const page = () => new Response("<html>", { status: 404 });
    expect((await elapse(remove(respondWith(lost, page)))).error).toMatchObject({
      code: "not_found",
      outcome: "unknown",
    });
  });

  it("fails when a read finds nothing after a lost response", async () => {
    const { client } = fixture({ fetch: respondWith(lost, gone) });
    expect((await elapse(client.payers.retrieve(ID, NOBODY))).error).toMatchObject({ code: "not_found" });
  });
});

describe("payments.refund", () => {
  it("is an error when the vendor responds with 200 and REFUND_FAILED", async () => {
    const { client } = fixture({ fetch: respondWith(json({ status: "REFUND_FAILED" }, 200, { "trace-id": ID })) });
    const error = await failureOf(client.payments.refund({ id: ID, payerId: PAYER.id }, NOBODY));
    expect(error).toMatchObject({
      code: "request_refused",
      apiCode: "REFUND_FAILED",
      outcome: "rejected",
      next: "look-up",
      status: 200,
      traceId: ID,
    });
  });
});

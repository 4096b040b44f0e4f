import { afterEach, describe, expect, it, vi } from "vitest";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "../../index.ts";
import { details, NOW } from "../../testing/fixture.ts";
import { type PaymentFixture, paymentFixture, recipient } from "../../testing/payment-fixture.ts";

const KEY = "7e57a11e-0000-4000-8000-000000000001";
const OTHER = "7e57a11e-0000-4000-8000-000000000002";
const DAY_MS = 24 * 60 * 60_000;
const made = ({ control }: PaymentFixture) => control.state().payments.length;

afterEach(() => void vi.useRealTimers());

describe("an idempotency key", () => {
  it("makes one payment however often it is sent, and marks the repeated responses", async () => {
    const fixture = paymentFixture();
    const { id } = await fixture.intent();
    const first = await fixture.payIntent(id, KEY);
    fixture.control.advancePayment(first.body.id);
    const second = await fixture.payIntent(id, KEY.toUpperCase());
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect([first, second].map(({ headers }) => headers.get("idempotent-replay"))).toEqual([null, "true"]);
    expect(second.headers.get("trace-id")).not.toBe(first.headers.get("trace-id"));
    expect(made(fixture)).toBe(1);
  });

  it("replays what the handler produced, not what a fault delivered", async () => {
    const fixture = paymentFixture();
    const { id } = await fixture.intent();
    fixture.control.addFault({ operation: "createPayment", kind: "status", status: 503, carriedOut: true });
    expect((await fixture.payIntent(id, KEY)).status).toBe(503);
    expect(await fixture.payIntent(id, KEY)).toMatchObject({ status: 200, body: { status: "CHARGED" } });
    expect(made(fixture)).toBe(1);
  });

  it("is kept for 24 hours, and across a renewed API key", async () => {
    const fixture = paymentFixture();
    const inline = { payer: { id: LOCAL_PAYER_ID }, recipient, targetAmount: { value: 5, currency: "USD" } };
    const paymentMethod = { id: await fixture.method() };
    const pay = (bearer = LOCAL_API_KEY) =>
      fixture.call("/payments", { bearer, body: { ...inline, paymentMethod }, headers: { "idempotency-key": KEY } });
    await pay();
    fixture.control.rotateKey("local", "new", "renewed-key");
    fixture.control.advance(DAY_MS - 1);
    expect((await pay("renewed-key")).headers.get("idempotent-replay")).toBe("true");
    fixture.control.advance(1);
    expect((await pay("renewed-key")).headers.get("idempotent-replay")).toBeNull();
    expect(made(fixture)).toBe(2);
  });

  it("must be a UUID v4, and may be missing", async () => {
    const fixture = paymentFixture();
    const { id } = await fixture.intent();
    const refused = await fixture.payIntent(id, "order-1042");
    expect([refused.status, fixture.control.seen().at(-1)?.refusal?.reason]).toEqual([400, "header_invalid"]);
    expect((await fixture.payIntent(id)).status).toBe(200);
  });

  it("belongs to its account", async () => {
    const apiKeys = [
      { label: "a", key: "key-a" },
      { label: "b", key: "key-b", account: "other" },
    ];
    const { call } = paymentFixture({ apiKeys });
    const headers = { "idempotency-key": KEY };
    const body = { paymentIntent: { id: KEY } };
    expect((await call("/payments", { bearer: "key-a", body, headers })).status).toBe(404);
    expect((await call("/payments", { bearer: "key-b", body, headers })).status).toBe(404);
  });
});

describe("an idempotency key with another body", () => {
  const reuse = async (mode: "replayed" | "refused" | "executed" | "forgotten") => {
    const fixture = paymentFixture();
    fixture.control.setIdempotency({ mode });
    const first = await fixture.payIntent((await fixture.intent()).id, KEY);
    const second = await fixture.payIntent((await fixture.intent()).id, KEY);
    return { fixture, first, second, seen: fixture.control.seen().at(-1) };
  };

  it("gets the first response by default, and a warning in the log", async () => {
    const { fixture, first, second, seen } = await reuse("replayed");
    expect([second.body, second.headers.get("idempotent-replay"), made(fixture)]).toEqual([first.body, "true", 1]);
    expect(seen?.warnings).toEqual([
      "The idempotency key was used with a different request body. The first response was replayed.",
    ]);
  });

  it("is refused in the mode for that", async () => {
    const { fixture, second, seen } = await reuse("refused");
    expect([second.status, seen?.refusal?.reason, made(fixture)]).toEqual([400, "idempotency_key_reused", 1]);
  });

  it.each(["executed", "forgotten"] as const)("makes another payment in the mode %s", async (mode) => {
    const { fixture, first, second } = await reuse(mode);
    expect([second.status, second.headers.get("idempotent-replay"), made(fixture)]).toEqual([200, null, 2]);
    expect(second.body.id).not.toBe(first.body.id);
  });

  it("still makes one payment of one intent when keys are forgotten", async () => {
    const fixture = paymentFixture();
    fixture.control.setIdempotency({ mode: "forgotten" });
    const { id } = await fixture.intent();
    const statuses = [(await fixture.payIntent(id, KEY)).status, (await fixture.payIntent(id, KEY)).status];
    expect([statuses, made(fixture)]).toEqual([[200, 400], 1]);
  });
});

describe("a refusal under an idempotency key", () => {
  const declined = async (fixture: PaymentFixture) =>
    (await fixture.intent({ paymentMethod: { id: await fixture.method("4000000000000341") } })).id;

  it("frees the key by default", async () => {
    const fixture = paymentFixture();
    const id = await declined(fixture);
    expect((await fixture.payIntent(id, KEY)).status).toBe(400);
    await fixture.patch(`/payment-intents/${id}`, { paymentMethod: { id: await fixture.method() } });
    expect((await fixture.payIntent(id, KEY)).status).toBe(200);
  });

  it("is replayed with its own trace id when errors are replayed", async () => {
    const fixture = paymentFixture();
    fixture.control.setIdempotency({ replayErrors: true });
    const id = await declined(fixture);
    const first = await fixture.payIntent(id, KEY);
    await fixture.patch(`/payment-intents/${id}`, { paymentMethod: { id: await fixture.method() } });
    const second = await fixture.payIntent(id, KEY);
    expect([second.status, second.body, second.headers.get("idempotent-replay")]).toEqual([400, first.body, "true"]);
    expect((await fixture.payIntent(id, OTHER)).status).toBe(200);
  });
});

describe("a payment that takes its time", () => {
  it("gets 409 for its key while it is processed, locks the intent, and may end after the intent's expiry", async () => {
    vi.useFakeTimers({ now: NOW, toFake: ["setTimeout", "Date"] });
    const fixture = paymentFixture({ now: () => Date.now() });
    const { id } = await fixture.intent();
    fixture.control.setProcessingTime(10 * 60_000);
    const first = fixture.payIntent(id, KEY);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(details(await fixture.payIntent(id, OTHER))).toEqual([
      "The payment intent is being paid by another request.",
    ]);
    expect(details(await fixture.patch(`/payment-intents/${id}`, {}))).toEqual([
      "The payment intent is being paid and cannot change.",
    ]);
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    const running = await fixture.payIntent(id, KEY);
    expect([running.status, running.body.code]).toEqual([409, "GENERIC_ERROR"]);
    expect(fixture.control.seen().at(-1)?.refusal?.reason).toBe("idempotency_key_running");
    const path = `/payment-intents/${id}?payerId=${LOCAL_PAYER_ID}`;
    expect((await fixture.get(path)).status).toBe("EXPIRED");
    await vi.advanceTimersByTimeAsync(4 * 60_000);
    expect((await first).status).toBe(200);
    expect((await fixture.get(path)).status).toBe("CAPTURED");
    expect((await fixture.payIntent(id, KEY)).headers.get("idempotent-replay")).toBe("true");
    expect(made(fixture)).toBe(1);
  });

  it("makes nothing after a reset", async () => {
    vi.useFakeTimers({ now: NOW, toFake: ["setTimeout", "Date"] });
    const fixture = paymentFixture();
    const { id } = await fixture.intent();
    fixture.control.setProcessingTime(1000);
    const first = fixture.payIntent(id, KEY);
    await vi.advanceTimersByTimeAsync(500);
    fixture.control.reset();
    fixture.control.setIdempotency({ replayErrors: true });
    await vi.advanceTimersByTimeAsync(500);
    expect([(await first).status, made(fixture)]).toEqual([404, 0]);
    expect((await fixture.payIntent((await fixture.intent()).id, KEY)).status).toBe(200);
  });
});

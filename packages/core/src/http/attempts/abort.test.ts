import { describe, expect, it, vi } from "vitest";
import { CARD, fixture, NOBODY, PAYER, respondWith } from "../../testing/fixture.ts";
import { never, stalled } from "../../testing/streams.ts";
import { refuseUnhandledRejections } from "../../testing/unhandled.ts";
import { elapse, settleDown, useVirtualClock } from "../../testing/virtual-clock.ts";

useVirtualClock();
refuseUnhandledRejections();

const mint = (client: ReturnType<typeof fixture>["client"], signal: AbortSignal) =>
  client.clientSecrets.create({ payer: PAYER }, { ...NOBODY, signal });

describe("the caller's signal", () => {
  it("sends nothing when it was already aborted", async () => {
    const apiKey = vi.fn(() => "test-key");
    const { client, control } = fixture({ apiKey });
    const { error, took } = await elapse(mint(client, AbortSignal.abort()));
    expect(error).toMatchObject({
      code: "aborted",
      outcome: "not-sent",
      attempts: 0,
      message: "createClientSecret (connect.sandbox.plastiq.com): The caller aborted the call.",
    });
    expect(took).toBe(0);
    expect(apiKey).not.toHaveBeenCalled();
    expect(control.seen()).toEqual([]);
  });

  it("ends the wait for an API key, and nothing is sent", async () => {
    const controller = new AbortController();
    const { client, control } = fixture({ apiKey: never<string> });
    setTimeout(() => controller.abort(), 1_000);
    const { error, took } = await elapse(mint(client, controller.signal));
    expect(error).toMatchObject({ code: "aborted", outcome: "not-sent", attempts: 0 });
    expect(took).toBe(1_000);
    expect(control.seen()).toEqual([]);
  });

  it.each(["onCall", "onRequest"] as const)("sends nothing when %s aborts it", async (name) => {
    const controller = new AbortController();
    const asked = vi.fn(never<Response>);
    const ended = vi.fn();
    const { client } = fixture({ fetch: asked, hooks: { [name]: () => controller.abort(), onEnd: ended } });
    const { error } = await elapse(client.paymentMethods.create(CARD, { ...NOBODY, signal: controller.signal }));
    expect(error).toMatchObject({ code: "aborted", outcome: "not-sent" });
    expect(asked).not.toHaveBeenCalled();
    expect(ended).toHaveBeenCalledOnce();
  });

  it("sends nothing when the API key arrives after the abort", async () => {
    const controller = new AbortController();
    const asked = vi.fn(never<Response>);
    const apiKey = async (): Promise<string> => {
      controller.abort();
      return "test-key";
    };
    const { client } = fixture({ fetch: asked, apiKey });
    expect((await elapse(mint(client, controller.signal))).error).toMatchObject({
      code: "aborted",
      outcome: "not-sent",
    });
    expect(asked).not.toHaveBeenCalled();
  });

  it.each([
    ["headers", () => never<Response>()],
    ["a body", () => stalled()],
  ])("ends the wait for %s, which may have taken effect", async (_, response) => {
    const controller = new AbortController();
    const { client } = fixture({ fetch: respondWith(response) });
    setTimeout(() => controller.abort(), 1_000);
    const { error, took } = await elapse(mint(client, controller.signal));
    expect(error).toMatchObject({ code: "aborted", outcome: "unknown", attempts: 1 });
    expect(took).toBe(1_000);
  });

  it("reaches the fetch", async () => {
    const controller = new AbortController();
    const { client, control } = fixture();
    control.addFault({ operation: "*", kind: "latency", delayMs: 5_000, carriedOut: false });
    setTimeout(() => controller.abort(), 1_000);
    await elapse(mint(client, controller.signal));
    expect(control.seen()).toMatchObject([{ status: null }]);
    expect(control.state().clientSecrets).toEqual([]);
  });

  it("wakes a pause between attempts, and no further attempt is made", async () => {
    const controller = new AbortController();
    const { client, control } = fixture();
    control.addFault({ operation: "*", kind: "status", status: 503, retryAfter: "20" });
    setTimeout(() => controller.abort(), 1_000);
    const { error, took } = await elapse(mint(client, controller.signal));
    expect(error).toMatchObject({ code: "aborted", outcome: "rejected", attempts: 1 });
    expect(took).toBe(1_000);
    expect(control.seen()).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("starts no pause when the retry hook aborts it", async () => {
    const controller = new AbortController();
    const { client, control } = fixture({ hooks: { onRetry: () => controller.abort() } });
    control.addFault({ operation: "*", kind: "status", status: 500, retryAfter: "20" });
    const { error, took } = await elapse(mint(client, controller.signal));
    expect(error).toMatchObject({ code: "aborted", outcome: "unknown", attempts: 1 });
    expect(took).toBe(0);
  });

  it("has no effect after the call", async () => {
    const controller = new AbortController();
    const { client } = fixture();
    const { value } = await elapse(mint(client, controller.signal));
    controller.abort();
    await settleDown();
    expect(value?.expired).toBe(false);
    // A timer would keep the process alive.
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("time limits", () => {
  it.each([
    ["a fetch that ignores its signal", () => never<Response>()],
    ["a body that stalls", () => stalled()],
  ])("end %s, and cancel what is left of it", async (_, response) => {
    const onResponse = vi.fn();
    const { client } = fixture({ fetch: respondWith(response), hooks: { onResponse } });
    const { error, took } = await elapse(client.paymentMethods.create(CARD, { ...NOBODY, timeout: 1_500 }));
    expect(error).toMatchObject({ code: "timed_out", outcome: "unknown", attempts: 1 });
    expect(error).toHaveProperty(
      "message",
      "createPaymentMethod (connect.sandbox.plastiq.com): No complete response within 1500 ms. The request may have taken effect.",
    );
    expect(took).toBe(1_500);
    await settleDown();
    expect(onResponse).not.toHaveBeenCalled();
  });

  it("cancel a body that no signal ends", async () => {
    const cancel = vi.fn();
    const { client } = fixture({ fetch: respondWith(() => new Response(new ReadableStream({ cancel }))) });
    await elapse(client.paymentMethods.create(CARD, { ...NOBODY, timeout: 1_500 }));
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it("cancel the body of a response that comes too late", async () => {
    const cancel = vi.fn();
    const onResponse = vi.fn();
    const late = () => new Response(new ReadableStream({ cancel }));
    const fetch = respondWith(() => new Promise((resolve) => setTimeout(() => resolve(late()), 5_000)));
    const { client } = fixture({ fetch, hooks: { onResponse } });
    await elapse(client.paymentMethods.create(CARD, { ...NOBODY, timeout: 1_500 }));
    expect(cancel).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(onResponse).not.toHaveBeenCalled();
  });

  it("survive a body that cannot be canceled", async () => {
    const cancel = () => Promise.reject(new Error("no"));
    const { client } = fixture({ fetch: respondWith(() => new Response(new ReadableStream({ cancel }))) });
    const { error } = await elapse(client.paymentMethods.create(CARD, { ...NOBODY, timeout: 1_500 }));
    expect(error).toMatchObject({ code: "timed_out" });
  });
});

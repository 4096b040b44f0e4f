import { getEventListeners } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { fixture, json, NOBODY, PAYER } from "../../testing/fixture.ts";
import { never } from "../../testing/streams.ts";
import { refuseUnhandledRejections } from "../../testing/unhandled.ts";
import { elapse, settleDown, useVirtualClock } from "../../testing/virtual-clock.ts";

useVirtualClock();
refuseUnhandledRejections();

const mint = (client: ReturnType<typeof fixture>["client"], signal: AbortSignal) =>
  client.clientSecrets.create({ payer: PAYER }, { ...NOBODY, signal });

describe("10,000 calls on one signal leave no listener", { timeout: 120_000 }, () => {
  const CALLS = 10_000;
  const listeners = (signal: AbortSignal) => getEventListeners(signal, "abort").length;
  const all = async (signal: AbortSignal, response: () => Response | Promise<Response>, options = {}) => {
    const { client } = fixture({ fetch: async () => await response(), retries: 0, ...options });
    const calls = Array.from({ length: CALLS }, () => mint(client, signal));
    return Promise.allSettled(calls);
  };

  it("that succeed", async () => {
    const { signal } = new AbortController();
    const { value } = await elapse(all(signal, json({ clientSecret: "s" })));
    expect(new Set(value?.map(({ status }) => status))).toEqual(new Set(["fulfilled"]));
    expect(listeners(signal)).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("that fail", async () => {
    const { signal } = new AbortController();
    const { value } = await elapse(all(signal, json({}, 400)));
    expect(new Set(value?.map(({ status }) => status))).toEqual(new Set(["rejected"]));
    expect(listeners(signal)).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("that are aborted", async () => {
    const controller = new AbortController();
    const calls = all(controller.signal, () => never<Response>());
    await settleDown();
    expect(listeners(controller.signal)).toBe(1);
    controller.abort();
    const { value } = await elapse(calls);
    expect(new Set(value?.map(({ status }) => status))).toEqual(new Set(["rejected"]));
    expect(listeners(controller.signal)).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

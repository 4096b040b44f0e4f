import { describe, expect, it, vi } from "vitest";
import { fixture, json, NOBODY, PAYER, respondWith } from "../../testing/fixture.ts";
import { elapse, useVirtualClock } from "../../testing/virtual-clock.ts";

useVirtualClock();

const ID = "6f0eb884-3f41-4b57-b86a-80f62dca011e";

describe("payments.waitFor", () => {
  const status = (text: string) => json({ id: ID, status: text });
  const wait = (fetch: ReturnType<typeof respondWith>, options: object = {}) =>
    elapse(
      fixture({ fetch }).client.payments.waitFor(
        { id: ID, payerId: PAYER.id },
        { ...NOBODY, until: "IN_TRANSIT", timeout: 60_000, ...options },
      ),
    );

  it("ends at the wanted status", async () => {
    const fetch = respondWith(status("CHARGED"), json({}, 503), status("IN_TRANSIT"));
    expect((await wait(fetch, { retries: 0 })).value).toMatchObject({ status: "IN_TRANSIT" });
  });

  it.each([undefined, null, [], [7], ["CHARGED", 7], {}])("refuses %j as until", async (until) => {
    const fetch = respondWith(status("CHARGED"));
    expect((await wait(fetch, { until })).error).toMatchObject({ code: "input_invalid", fields: ["until"] });
    expect(fetch.asked).toEqual([]);
  });

  it.each(["DEPOSITED", "REFUNDED", "NOT_CAPTURED", "CANCELLED"])("ends at %s, which is final", async (final) => {
    expect((await wait(respondWith(status("CHARGED"), status(final)))).value).toMatchObject({ status: final });
  });

  it("takes a list of statuses or a function", async () => {
    expect((await wait(respondWith(status("NEW")), { until: ["A", "NEW"] })).value).toMatchObject({ status: "NEW" });
    const until = (payment: { status?: string }): boolean => payment.status === "NEW";
    expect((await wait(respondWith(status("NEW")), { until })).value).toMatchObject({ status: "NEW" });
  });

  it("waits on after a function that returns anything but true, such as a promise", async () => {
    const until = (async () => false) as never;
    const { error } = await wait(respondWith(status("CHARGED")), { until });
    expect(error).toMatchObject({ code: "timed_out" });
  });

  it("times out", async () => {
    const fetch = respondWith(json({}, 503), status("CHARGED"));
    const { error, took } = await wait(fetch, { retries: 0 });
    expect(error).toMatchObject({ code: "timed_out", attempts: fetch.asked.length });
    expect(took).toBeLessThanOrEqual(60_000);
    // It asks ever less often.
    expect(fetch.asked.length).toBeLessThan(10);
  });

  it("times out in time when the payment is no longer returned", async () => {
    const silent = (): Promise<Response> => new Promise(() => {});
    const { error, took } = await wait(respondWith(status("CHARGED"), silent), { timeout: 5_000 });
    expect(error).toMatchObject({ code: "timed_out" });
    expect(took).toBe(5_000);
  });

  it("sees a change within 30 seconds, however long it has waited", async () => {
    const startedAt = Date.now();
    const fetch = respondWith(() => status(Date.now() - startedAt < 300_000 ? "CHARGED" : "IN_TRANSIT")());
    const { value, took } = await wait(fetch, { timeout: 900_000 });
    expect(value).toMatchObject({ status: "IN_TRANSIT" });
    expect(took).toBeLessThanOrEqual(330_000);
  });

  it("sees a change just before the timeout", async () => {
    const startedAt = Date.now();
    const fetch = respondWith(() => status(Date.now() - startedAt < 58_000 ? "CHARGED" : "IN_TRANSIT")());
    expect((await wait(fetch)).value).toMatchObject({ status: "IN_TRANSIT" });
  });

  it("ends when the caller aborts", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1_500);
    const { error, took } = await wait(respondWith(status("CHARGED")), { signal: controller.signal });
    expect(error).toMatchObject({ code: "aborted" });
    expect(took).toBe(1_500);
    // A timer would keep the process alive.
    expect(vi.getTimerCount()).toBe(0);
  });

  it("ends at once when the caller aborts while it looks at the payment", async () => {
    const controller = new AbortController();
    const until = (): boolean => {
      controller.abort();
      return false;
    };
    const { error, took } = await wait(respondWith(status("CHARGED")), { until, signal: controller.signal });
    expect(error).toMatchObject({ code: "aborted" });
    expect(took).toBe(0);
  });

  it("names the request that the caller aborted", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1_500);
    const silent = (): Promise<Response> => new Promise(() => {});
    const { error } = await wait(respondWith(status("CHARGED"), silent), { signal: controller.signal });
    expect(error).toMatchObject({ code: "aborted", operation: "retrievePayment", attempts: 1 });
  });

  it.each([0, undefined, Number.NaN])("refuses the timeout %s", async (timeout) => {
    expect((await wait(respondWith(status("X")), { timeout })).error).toMatchObject({ fields: ["timeout"] });
  });
});

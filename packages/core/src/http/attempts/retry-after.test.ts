import { describe, expect, it, vi } from "vitest";
import { CARD, fixture, NOBODY, PAYER } from "../../testing/fixture.ts";
import { elapse, useVirtualClock } from "../../testing/virtual-clock.ts";

useVirtualClock();

const HALF_JITTER = 250;
const mint = (client: ReturnType<typeof fixture>["client"], options = {}) =>
  client.clientSecrets.create({ payer: PAYER }, { ...NOBODY, ...options });
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString();

describe.each([429, 503])("after status %i", (status) => {
  it.each([
    { name: "seconds", value: () => "3", delay: 3_000 },
    { name: "no seconds", value: () => "0", delay: 0 },
    { name: "two values, as a proxy adds one", value: () => "3, 1", delay: 3_000 },
    { name: "an HTTP date", value: () => inSeconds(5), delay: 5_000 },
    { name: "an HTTP date that is over", value: () => inSeconds(-60), delay: 0 },
    { name: "a date of another zone", value: () => `${inSeconds(5)}+0200`, delay: undefined },
    { name: "nothing", value: () => undefined, delay: undefined },
    { name: "an empty value", value: () => "", delay: undefined },
    { name: "a word", value: () => "soon", delay: undefined },
    { name: "a word with a number", value: () => "soon 5", delay: undefined },
    { name: "seconds with a unit", value: () => "3s", delay: undefined },
    { name: "a negative number", value: () => "-5", delay: undefined },
    { name: "a fraction", value: () => "1.5", delay: undefined },
  ])("pauses as Retry-After with $name says", async ({ value, delay }) => {
    vi.setSystemTime(Date.UTC(2026, 0, 15, 12));
    const onRetry = vi.fn();
    const { client, control } = fixture({ hooks: { onRetry } });
    const retryAfter = value();
    control.addFault({ operation: "*", kind: "status", status, ...(retryAfter === undefined ? {} : { retryAfter }) });
    const { error, took } = await elapse(mint(client));
    expect(error).toBeUndefined();
    expect(took).toBe(delay ?? HALF_JITTER);
    expect(onRetry.mock.calls[0]?.[0].error.retryAfter).toBe(delay);
    expect(control.seen()).toHaveLength(2);
  });

  it.each([
    { name: "is longer than the deadline", retryAfter: "30", delay: 30_000 },
    { name: "is very long", retryAfter: "99999999999", delay: 99_999_999_999_000 },
  ])("fails the call at once after a Retry-After that $name", async ({ retryAfter, delay }) => {
    const { client, control } = fixture();
    control.addFault({ operation: "*", kind: "status", status, retryAfter });
    const { error, took } = await elapse(mint(client));
    expect(error).toMatchObject({ status, attempts: 1, retryAfter: delay, outcome: "rejected" });
    expect(took).toBe(0);
    expect(control.seen()).toHaveLength(1);
  });

  it("waits for a Retry-After just within the deadline", async () => {
    const { client, control } = fixture();
    control.addFault({ operation: "*", kind: "status", status, retryAfter: "29" });
    const { error, took } = await elapse(mint(client));
    expect(error).toBeUndefined();
    expect(took).toBe(29_000);
  });

  it("counts what remains of the deadline, not the whole of it", async () => {
    const { client, control } = fixture({ deadline: 10_000 });
    control.addFault({ operation: "*", kind: "status", status, retryAfter: "6", times: null });
    const { error, took } = await elapse(mint(client));
    expect(error).toMatchObject({ attempts: 2, retryAfter: 6_000 });
    expect(took).toBe(6_000);
  });

  it("honors it where nothing may happen twice, too", async () => {
    const { client, control } = fixture();
    control.addFault({ operation: "*", kind: "status", status, retryAfter: "2" });
    const { error, took } = await elapse(client.paymentMethods.create(CARD, NOBODY));
    expect(error).toBeUndefined();
    expect(took).toBe(2_000);
  });
});

describe("without Retry-After", () => {
  // Full jitter: from 0 up to the whole pause, which doubles from 500 ms up to 8 s.
  const WHOLE = [500, 1_000, 2_000, 4_000, 8_000, 8_000];
  it.each([
    ["nothing", 0, WHOLE.map(() => 0)],
    ["half", 0.5, WHOLE.map((pause) => pause / 2)],
    ["nearly the whole", 0.999, WHOLE.map((pause) => pause * 0.999)],
  ])("chance may make the pauses %s", async (_, random, delays) => {
    vi.mocked(Math.random).mockReturnValue(random);
    const onRetry = vi.fn();
    const { client, control } = fixture({ hooks: { onRetry }, retries: WHOLE.length, deadline: 60_000 });
    control.addFault({ operation: "*", kind: "status", status: 503, times: WHOLE.length });
    const { error } = await elapse(mint(client));
    expect(error).toBeUndefined();
    expect(onRetry.mock.calls.map(([event]) => event.delay)).toEqual(delays);
  });

  it("does not begin a pause that would outlast the deadline", async () => {
    const { client, control } = fixture({ deadline: HALF_JITTER });
    control.addFault({ operation: "*", kind: "status", status: 503, times: null });
    const { error, took } = await elapse(mint(client));
    expect(error).toMatchObject({ code: "server_unavailable", attempts: 1 });
    expect(took).toBe(0);
  });
});

describe("the least certain outcome of all attempts is reported", () => {
  it.each([
    { name: "unknown, then refused", faults: [500, 400], code: "request_refused", outcome: "unknown" },
    { name: "refused, then unknown", faults: [503, 501], code: "server_failed", outcome: "unknown" },
    { name: "refused twice", faults: [503, 400], code: "request_refused", outcome: "rejected" },
  ])("$name", async ({ faults, code, outcome }) => {
    const { client, control } = fixture();
    for (const status of faults) control.addFault({ operation: "*", kind: "status", status });
    expect((await elapse(mint(client))).error).toMatchObject({ code, outcome, attempts: 2, status: faults[1] });
  });
});

describe("the limits of a call", () => {
  it("retries twice by default, and as often as `retries` says", async () => {
    for (const [options, requests] of [
      [{}, 3],
      [{ retries: 0 }, 1],
      [{ retries: 4 }, 5],
    ] as const) {
      const { client, control } = fixture(options);
      control.addFault({ operation: "*", kind: "severed", times: null });
      expect((await elapse(mint(client))).error).toMatchObject({ attempts: requests });
      expect(control.seen()).toHaveLength(requests);
    }
  });

  it("overrides the client's when it is a call's", async () => {
    const { client, control } = fixture({ retries: 4, timeout: 1_000 });
    control.addFault({ operation: "*", kind: "stalled-body", times: null });
    const { error, took } = await elapse(mint(client, { retries: 1, timeout: 2_000 }));
    expect(error).toMatchObject({ code: "timed_out", attempts: 2 });
    expect(took).toBe(2_000 + HALF_JITTER + 2_000);
  });

  it("default to 10 s for an attempt and 30 s for the call", async () => {
    const { client, control } = fixture({ retries: 9 });
    control.addFault({ operation: "*", kind: "stalled-body", times: null });
    const { error, took } = await elapse(mint(client));
    expect(error).toMatchObject({ code: "timed_out", outcome: "unknown", attempts: 3 });
    expect(error).toHaveProperty(
      "message",
      "createClientSecret (connect.sandbox.plastiq.com): No complete response within 9250 ms. The request may have taken effect. Tried 3 times.",
    );
    expect(took).toBe(30_000);
  });

  it("shares one trace id between all attempts", async () => {
    const { client, control } = fixture();
    control.addFault({ operation: "*", kind: "status", status: 500, times: 2 });
    const { value } = await elapse(mint(client));
    const [first, ...others] = control.seen().map(({ traceId }) => traceId);
    expect(others).toEqual([first, first]);
    expect(value?.traceId).toBe(first);
  });
});

import { afterEach, describe, expect, it, vi } from "vitest";
import { ConnectError } from "../../error.ts";
import { failureOf, fixture, json, NOBODY, PAYER, PERSON, respondWith, TRACE_ID } from "../../testing/fixture.ts";
import { never, stalled } from "../../testing/streams.ts";
import { refuseUnhandledRejections } from "../../testing/unhandled.ts";

refuseUnhandledRejections();
afterEach(() => vi.restoreAllMocks());

const DEADLINE = 300;
const GRACE = 1_000;

// In real time, all at once.
describe.concurrent("no call outlives its deadline by more than a second", () => {
  const { client: faulty, control } = fixture();
  control.addFault({ operation: "*", kind: "stalled-body", times: null });

  it.for([
    { name: "a stalled body of the sandbox", client: faulty },
    { name: "a stalled body that ignores its signal", client: fixture({ fetch: respondWith(() => stalled()) }).client },
    { name: "a fetch that ignores its signal", client: fixture({ fetch: never }).client },
    { name: "an API key that never comes", client: fixture({ apiKey: never<string> }).client },
  ])("$name", async ({ client }, { expect }) => {
    for (const limits of [{ deadline: DEADLINE }, { deadline: DEADLINE, timeout: 100, retries: 9 }]) {
      const startedAt = performance.now();
      const failure = await failureOf(client.clientSecrets.create({ payer: PAYER }, { ...NOBODY, ...limits }));
      expect(failure.code).toBe("timed_out");
      expect(performance.now() - startedAt).toBeLessThan(DEADLINE + GRACE);
    }
  });
});

it("makes no further attempt when the deadline has ended one, even without a pause", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0);
  const { client } = fixture({ fetch: never });
  const calls = Array.from({ length: 40 }, (_, index) =>
    failureOf(client.payers.retrieve(PAYER.id, { ...NOBODY, deadline: DEADLINE + index + 0.9 })),
  );
  for (const failure of await Promise.all(calls)) expect(failure).toMatchObject({ code: "timed_out", attempts: 1 });
});

it("starts no timer with a negative time when the machine is slower than the deadline", async () => {
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => {
    now += 5;
    return now;
  });
  const timers = vi.spyOn(globalThis, "setTimeout");
  const { client } = fixture({ fetch: never });
  const failure = await failureOf(client.payers.retrieve(PAYER.id, { ...NOBODY, deadline: 1 }));
  clock.mockRestore();
  expect(failure).toMatchObject({ code: "timed_out", message: expect.not.stringContaining("-") });
  expect(timers.mock.calls.filter(([, ms]) => Number(ms) < 0)).toEqual([]);
});

it("tries a read again that a custom fetch has timed out, long before the deadline", async () => {
  const error = new ConnectError({ code: "timed_out", outcome: "unknown", message: "Too slow." });
  const { client } = fixture({ fetch: () => Promise.reject(error) });
  const call = client.payers.retrieve(PAYER.id, { ...NOBODY, timeout: 60_000 });
  expect(await failureOf(call)).toMatchObject({ code: "timed_out", attempts: 3 });
});

it("does not wait for the deadline when a response has arrived", async () => {
  const startedAt = performance.now();
  await fixture().client.clientSecrets.create({ payer: PAYER }, { ...NOBODY, deadline: 5_000 });
  expect(performance.now() - startedAt).toBeLessThan(GRACE);
});

it("sends nothing after a pause beyond the deadline, as on a machine that slept", async () => {
  const fetch = respondWith(json({ code: "C", message: "M", traceId: TRACE_ID }, 503, { "retry-after": "0" }));
  const asleep = (): void => {
    const wakesAt = performance.now() + 400;
    while (performance.now() < wakesAt);
  };
  const { client } = fixture({ fetch, hooks: { onRetry: asleep } });
  const failure = await failureOf(client.payers.create(PERSON, { ...NOBODY, deadline: 300 }));
  expect(failure).toMatchObject({ code: "server_unavailable", outcome: "rejected", attempts: 1 });
  expect(fetch.asked).toHaveLength(1);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isConnectError } from "../error.ts";
import { KILLED, type PayOnceWorld, payOnceWorld } from "../testing/pay-once-world.ts";
import { useVirtualClock } from "../testing/virtual-clock.ts";

useVirtualClock();

const MODES = ["replayed", "refused", "executed", "forgotten"] as const;
const MINUTES = [0, 6, 25, 25 * 60];

/** Calls again until it is paid, as a user's server does. */
async function resume(world: PayOnceWorld): Promise<void> {
  for (let call = 0; call < 8; call++) {
    const { value, error } = await world.pay();
    if (value) {
      expect(world.payments()).toHaveLength(1);
      if (value.payment) expect(world.payments()).toEqual([value.payment.id]);
      return;
    }
    expect(isConnectError(error) && error.outcome).toBe("unknown");
    world.advance(10);
  }
  throw new Error("It was never paid.");
}

describe.each(MODES)("payOnce with keys that are %s", (mode) => {
  it.each(MINUTES)("pays once when it is killed at any step, and resumed %i minutes later", async (minutes) => {
    for (let killAt = 0; ; killAt++) {
      const world = await payOnceWorld();
      world.sandbox.control.setIdempotency({ mode });
      const { error, value } = await world.pay({ killAt });
      if (value) {
        expect(killAt).toBeGreaterThanOrEqual(10);
        return;
      }
      expect(error).toBe(KILLED);
      world.advance(minutes);
      await resume(world);
    }
  });
});

it.each(["replayed", "forgotten"] as const)(
  "pays once when the one that resumes is killed at any step, too, with keys that are %s",
  async (mode) => {
    for (let first = 0; first < 10; first++) {
      for (let second = 0; ; second++) {
        const world = await payOnceWorld();
        world.sandbox.control.setIdempotency({ mode });
        expect((await world.pay({ killAt: first })).error).toBe(KILLED);
        const { error } = await world.pay({ killAt: second });
        if (error !== KILLED) break;
        await resume(world);
      }
    }
  },
);

const fault = fc.record({
  operation: fc.constantFrom("createPayment", "createPaymentIntent", "retrievePaymentIntent", "listPayments"),
  kind: fc.constantFrom("severed", "truncated-json", "html", "status", "severed-body"),
  status: fc.constantFrom(429, 500, 503, 400, 401),
  times: fc.integer({ min: 1, max: 5 }),
  carriedOut: fc.boolean(),
  after: fc.integer({ min: 0, max: 2 }),
} as const);

it("never pays twice under any schedule of kills, faults, waits and calls at once", async () => {
  const schedule = fc.record({
    mode: fc.constantFrom(...MODES),
    replayErrors: fc.boolean(),
    processingMs: fc.constantFrom(0, 700),
    card: fc.constantFrom("4242424242424242", "4000000000000341"),
    faults: fc.array(fault, { maxLength: 4 }),
    runs: fc.array(
      fc.record({
        killAt: fc.integer({ min: 0, max: 16 }),
        together: fc.integer({ min: 1, max: 3 }),
        minutes: fc.constantFrom(0, 0, 6, 25, 1500),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(schedule, async ({ mode, replayErrors, processingMs, card, faults, runs }) => {
      const world = await payOnceWorld(card);
      world.sandbox.control.setIdempotency({ mode, replayErrors });
      world.sandbox.control.setProcessingTime(processingMs);
      for (const { status, ...rest } of faults) {
        world.sandbox.control.addFault(rest.kind === "status" ? { ...rest, status } : rest);
      }
      for (const { killAt, together, minutes } of runs) {
        for (const { value } of await world.payTogether(together, { killAt })) {
          if (value?.payment) expect(world.payments()).toEqual([value.payment.id]);
        }
        expect(world.payments().length).toBeLessThanOrEqual(1);
        world.advance(minutes);
      }
      world.sandbox.control.clearFaults();
      if (card === "4242424242424242") return await resume(world);
      // A new attempt with another card begins only when nothing of the first one can happen any more.
      const paymentMethod = { id: await world.addCard("4242424242424242") };
      for (let call = 0; call < 8 && world.payments().length === 0; call++) {
        await world.pay();
        await world.pay({ order: { attempt: 2, paymentMethod } });
        world.advance(10);
      }
      expect(world.payments()).toHaveLength(1);
    }),
    { numRuns: Number(process.env.PAY_ONCE_RUNS ?? 60) },
  );
}, 120_000);

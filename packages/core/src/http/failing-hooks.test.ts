import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { bench, NOBODY, PAYER, TRACE_ID } from "../testing/bench.ts";
import { refuseUnhandledRejections } from "../testing/unhandled.ts";
import { elapse, settleDown, useVirtualClock } from "../testing/virtual-clock.ts";
import { combineHooks, type Hooks } from "./hooks.ts";

useVirtualClock();
refuseUnhandledRejections();

const OPTIONS = { ...NOBODY, traceId: TRACE_ID };

describe("combineHooks", () => {
  it("calls each in its turn, also when one before it fails", async () => {
    const report = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => report.mockRestore());
    const told: string[] = [];
    const failing: Hooks = {
      onRequest: () => {
        throw new Error("oops");
      },
    };
    const hooks = combineHooks(
      failing,
      { onRequest: () => told.push("second") },
      { onAttempt: () => told.push("third") },
    );
    const { error } = await elapse(bench({ hooks }).client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    await settleDown();
    expect(error).toBeUndefined();
    expect(told).toEqual(["second", "third"]);
    expect(report).toHaveBeenCalledTimes(1);
  });
});

describe("a hook that fails", () => {
  afterEach(() => vi.restoreAllMocks());
  const oops = new Error("oops");
  it.each([
    [
      "throws",
      () => {
        throw oops;
      },
    ],
    ["rejects", () => Promise.reject(oops)],
    [
      "rejects later",
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        throw oops;
      },
    ],
  ])("because it %s changes nothing, and is reported", async (_, fail) => {
    const report = vi.spyOn(console, "error").mockImplementation(() => {});
    const { client, control } = bench({ hooks: { onRequest: fail, onResponse: fail, onRetry: fail } });
    control.addFault({ operation: "*", kind: "status", status: 503 });
    const { value, error } = await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    await vi.advanceTimersByTimeAsync(5);
    await settleDown();
    expect(error).toBeUndefined();
    expect(value?.payerId).toBe(PAYER.id);
    expect(control.seen()).toHaveLength(2);
    const names = report.mock.calls.map(([text]) => text).sort();
    expect(names).toEqual([
      "plastiq-connect: hook onRequest failed:",
      "plastiq-connect: hook onRequest failed:",
      "plastiq-connect: hook onResponse failed:",
      "plastiq-connect: hook onResponse failed:",
      "plastiq-connect: hook onRetry failed:",
    ]);
    for (const call of report.mock.calls) expect(call[1]).toBe(oops);
  });

  it("or never ends does not hold the call up", async () => {
    const { client } = bench({ hooks: { onRequest: () => new Promise(() => {}) } });
    const { error, took } = await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(error).toBeUndefined();
    expect(took).toBe(0);
  });
});

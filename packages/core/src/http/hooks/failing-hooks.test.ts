import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { fixture, NOBODY, PAYER, TRACE_ID } from "../../testing/fixture.ts";
import { refuseUnhandledRejections } from "../../testing/unhandled.ts";
import { elapse, settleDown, useVirtualClock } from "../../testing/virtual-clock.ts";
import { combineHooks, type Hooks } from "./hooks.ts";
import { createLog } from "./logger.ts";

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
    const { error } = await elapse(fixture({ hooks }).client.clientSecrets.create({ payer: PAYER }, OPTIONS));
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
    const { client, control } = fixture({ hooks: { onRequest: fail, onResponse: fail, onRetry: fail } });
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
    const { client } = fixture({ hooks: { onRequest: () => new Promise(() => {}) } });
    const { error, took } = await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(error).toBeUndefined();
    expect(took).toBe(0);
  });
});

describe("a hook that changes its event", () => {
  function spoil(event: object): void {
    for (const [name, value] of Object.entries(event)) {
      if (typeof value === "object" && value !== null && !(value instanceof Error)) spoil(value);
      Reflect.set(event, name, "spoilt");
    }
  }
  const hooks: Hooks = { onCall: spoil, onRequest: spoil, onResponse: spoil, onAttempt: spoil, onRetry: spoil };

  it("changes neither what is sent, nor what the call returns, nor what is logged", async () => {
    const lines: string[] = [];
    const write = (entry: object): number => lines.push(String(entry));
    const logger = { debug: write, info: write, warn: write, error: write };
    const { client, control } = fixture({ hooks, log: createLog({ logger, logLevel: "debug" }) });
    control.addFault({ operation: "*", kind: "status", status: 503, retryAfter: "0" });
    const call = client.payers.retrieve(PAYER.id, OPTIONS);
    const { value } = await elapse(call.withResponse());
    expect(value?.data.id).toBe(PAYER.id);
    expect(value?.response).toMatchObject({ status: 200, attempts: 2, traceId: TRACE_ID });
    expect(value?.response.headers["content-type"]).toContain("json");
    expect(control.seen()).toMatchObject([{ traceId: TRACE_ID }, { traceId: TRACE_ID }]);
    expect(lines).toEqual([expect.stringContaining("retrievePayer GET"), expect.stringContaining("retrievePayer GET")]);
  });

  it("does not change the error", async () => {
    const { error } = await elapse(fixture({ hooks }).client.payers.retrieve(TRACE_ID, OPTIONS));
    expect(error).toMatchObject({
      code: "not_found",
      operation: "retrievePayer",
      host: "connect.sandbox.plastiq.com",
      traceId: TRACE_ID,
    });
  });
});

it("ends neither the call nor the process when a hook fails and the console does, too", async () => {
  const oops = (): never => {
    throw new Error("oops");
  };
  const report = vi.spyOn(console, "error").mockImplementation(oops);
  onTestFinished(() => report.mockRestore());
  const { client } = fixture({ hooks: { onRequest: oops } });
  const { error } = await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
  await settleDown();
  expect([error, report.mock.calls.length]).toEqual([undefined, 1]);
});

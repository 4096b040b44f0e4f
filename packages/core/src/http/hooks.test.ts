import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { afterEach, describe, expect, it, vi } from "vitest";
import { bench, CARD, NOBODY, PAYER, TRACE_ID } from "../testing/bench.ts";
import { refuseUnhandledRejections } from "../testing/unhandled.ts";
import { elapse, settleDown, useVirtualClock } from "../testing/virtual-clock.ts";
import type { Hooks } from "./hooks.ts";

useVirtualClock();
refuseUnhandledRejections();

const OPTIONS = { ...NOBODY, traceId: TRACE_ID };
const BASE_URL = "https://connect.sandbox.plastiq.com/api";

/** Hooks that note what they are told. */
function recorder(): { hooks: Required<Hooks>; events: [string, unknown][] } {
  const events: [string, unknown][] = [];
  const note = (name: string) => (event: unknown) => void events.push([name, event]);
  return {
    events,
    hooks: { onRequest: note("request"), onResponse: note("response"), onRetry: note("retry"), onDrift: note("drift") },
  };
}

describe("hooks", () => {
  it("are told of the request and of the answer", async () => {
    const { hooks, events } = recorder();
    const { client, control } = bench({ hooks });
    control.addFault({ operation: "*", kind: "latency", delayMs: 700 });
    await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    const about = {
      operation: "createClientSecret",
      method: "POST",
      url: `${BASE_URL}/client-secrets`,
      traceId: TRACE_ID,
      attempt: 1,
    };
    expect(events).toEqual([
      [
        "request",
        {
          ...about,
          headers: {
            accept: "application/json",
            authorization: "[redacted]",
            "content-type": "application/json",
            "trace-id": TRACE_ID,
            "user-agent": "plastiq-connect/0.0.0",
          },
        },
      ],
      [
        "response",
        { ...about, status: 200, headers: expect.objectContaining({ "trace-id": TRACE_ID }), duration: 700 },
      ],
    ]);
  });

  it("are told of every attempt in order, and of the error that is retried", async () => {
    const { hooks, events } = recorder();
    const { client, control } = bench({ hooks });
    control.addFault({ operation: "*", kind: "status", status: 503, retryAfter: "2" });
    control.addFault({ operation: "*", kind: "severed" });
    await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(events).toMatchObject([
      ["request", { attempt: 1 }],
      ["response", { attempt: 1, status: 503, headers: { "retry-after": "2" } }],
      [
        "retry",
        {
          attempt: 1,
          delay: 2_000,
          operation: "createClientSecret",
          method: "POST",
          url: `${BASE_URL}/client-secrets`,
          traceId: TRACE_ID,
          error: { code: "server_unavailable", attempts: 1, status: 503 },
        },
      ],
      ["request", { attempt: 2 }],
      ["retry", { attempt: 2, delay: 500, error: { code: "network_failed", outcome: "unknown", attempts: 2 } }],
      ["request", { attempt: 3 }],
      ["response", { attempt: 3, status: 200 }],
    ]);
  });

  it("are told of no retry when there is none", async () => {
    const { hooks, events } = recorder();
    const { client, control } = bench({ hooks });
    control.addFault({ operation: "*", kind: "status", status: 400 });
    await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(events.map(([name]) => name)).toEqual(["request", "response"]);
  });

  it("are told of nothing when nothing is sent", async () => {
    const { hooks, events } = recorder();
    await elapse(bench({ hooks, apiKey: () => "" }).client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    await elapse(bench({ hooks }).client.clientSecrets.create({} as never, OPTIONS));
    expect(events).toEqual([]);
  });

  it("see neither the key nor the body, nor the secret that was minted", async () => {
    const { hooks, events } = recorder();
    const { client } = bench({ hooks });
    const { value } = await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    await elapse(client.paymentMethods.create(CARD, { ...OPTIONS, clientSecret: value }));
    const told = JSON.stringify(events);
    expect(events).toHaveLength(4);
    for (const secret of [LOCAL_API_KEY, value?.reveal() ?? "", CARD.data.accountNumber]) {
      expect(secret).not.toBe("");
      expect(told).not.toContain(secret);
    }
    expect(told).not.toContain("clientSecret");
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

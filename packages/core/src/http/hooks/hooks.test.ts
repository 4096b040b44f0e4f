import { AsyncLocalStorage } from "node:async_hooks";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { CARD, fetchOf, fixture, json, NOBODY, PAYER, respondWith, TRACE_ID } from "../../testing/fixture.ts";
import { refuseUnhandledRejections } from "../../testing/unhandled.ts";
import { elapse, useVirtualClock } from "../../testing/virtual-clock.ts";
import type { AttemptEvent, CallEvent, EndEvent, HookEvent, Hooks } from "./hooks.ts";

useVirtualClock();
refuseUnhandledRejections();

const OPTIONS = { ...NOBODY, traceId: TRACE_ID };
const BASE_URL = "https://connect.sandbox.plastiq.com/api";

/** Hooks that note what they are told. */
function recorder(): { hooks: Hooks; events: [string, unknown][] } {
  const events: [string, unknown][] = [];
  const note = (name: string) => (event: unknown) => void events.push([name, event]);
  return {
    events,
    hooks: { onRequest: note("request"), onResponse: note("response"), onRetry: note("retry"), onDrift: note("drift") },
  };
}

describe("hooks", () => {
  it("get the request and the response", async () => {
    const { hooks, events } = recorder();
    const { client, control } = fixture({ hooks });
    control.addFault({ operation: "*", kind: "latency", delayMs: 700 });
    await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    const about = {
      operation: "createClientSecret",
      method: "POST",
      url: `${BASE_URL}/client-secrets`,
      traceId: TRACE_ID,
      attempt: 1,
      call: {},
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

  it("get every attempt in order, and the error that is retried", async () => {
    const { hooks, events } = recorder();
    const { client, control } = fixture({ hooks });
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

  it("are not called for a retry when there is none", async () => {
    const { hooks, events } = recorder();
    const { client, control } = fixture({ hooks });
    control.addFault({ operation: "*", kind: "status", status: 400 });
    await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(events.map(([name]) => name)).toEqual(["request", "response"]);
  });

  it("are not called when nothing is sent", async () => {
    const { hooks, events } = recorder();
    await elapse(fixture({ hooks, apiKey: () => "" }).client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    await elapse(fixture({ hooks }).client.clientSecrets.create({} as never, OPTIONS));
    expect(events).toEqual([]);
  });

  it("see neither the key nor the body, nor the secret that was minted", async () => {
    const { hooks, events } = recorder();
    const { client } = fixture({ hooks });
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

  it("see the names of the user's own headers, and not their values", async () => {
    const { hooks, events } = recorder();
    const headers = { "Api-Key": LOCAL_API_KEY, "x-gateway-secret": "of-the-gateway" };
    await elapse(fixture({ hooks }).client.clientSecrets.create({ payer: PAYER }, { ...OPTIONS, headers }));
    expect(events[0]).toMatchObject([
      "request",
      { headers: { "Api-Key": "[redacted]", "x-gateway-secret": "[redacted]", "trace-id": TRACE_ID } },
    ]);
    for (const secret of Object.values(headers)) expect(JSON.stringify(events)).not.toContain(secret);
  });

  it("see no header that was not sent, when a script has extended Object.prototype", async () => {
    const { hooks, events } = recorder();
    const added = { value: () => {}, configurable: true, enumerable: true, writable: true };
    Object.defineProperty(Object.prototype, "extend", added);
    onTestFinished(() => void Reflect.deleteProperty(Object.prototype, "extend"));
    await elapse(fixture({ hooks }).client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    const [[, request] = []] = events;
    expect(Object.keys(Object((request as { headers?: object }).headers))).not.toContain("extend");
  });
});

/** Notes the start, the attempts and the end of each call. */
function watcher() {
  const events: [string, HookEvent | CallEvent | EndEvent | AttemptEvent][] = [];
  const note = (name: string) => (event: HookEvent | CallEvent) => void events.push([name, event]);
  const hooks: Hooks = {
    onCall: note("call"),
    onRequest: note("request"),
    onAttempt: note("attempt"),
    onEnd: note("end"),
  };
  return { events, hooks };
}

describe("the hooks of a call and of an attempt", () => {
  const about = { operation: "createClientSecret", host: "connect.sandbox.plastiq.com" };

  it("get the start, each attempt with its own failure, and the end", async () => {
    const { hooks, events } = watcher();
    const { client, control } = fixture({ hooks });
    control.addFault({ operation: "*", kind: "severed" });
    control.addFault({ operation: "*", kind: "status", status: 503, retryAfter: "2" });
    await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(events).toMatchObject([
      ["call", about],
      ["request", { attempt: 1 }],
      ["attempt", { attempt: 1, delay: 250, error: { code: "network_failed", outcome: "unknown" } }],
      ["request", { attempt: 2 }],
      // Alone it is a refusal, although the first attempt may have taken effect.
      ["attempt", { attempt: 2, delay: 2_000, status: 503, error: { outcome: "rejected" } }],
      ["request", { attempt: 3 }],
      ["attempt", { attempt: 3, status: 200, vendorTraceId: TRACE_ID, duration: 0 }],
      ["end", { ...about, attempts: 3, status: 200, traceId: TRACE_ID, duration: 2_250 }],
    ]);
    expect(events.at(-1)?.[1]).not.toHaveProperty("error.code");
    expect(new Set(events.map(([, { call }]) => call)).size).toBe(1);
  });

  it("have another key for each call, also with the same trace id", async () => {
    const { hooks, events } = watcher();
    const { client } = fixture({ hooks });
    for (let n = 0; n < 2; n++) await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(new Set(events.map(([, { call }]) => call)).size).toBe(2);
  });

  it.each([
    ["refused input", {}, {}, "input_invalid"],
    ["a missing key", { apiKey: () => "" }, { payer: PAYER }, "configuration_invalid"],
  ])("get no attempt when nothing is sent for %s", async (_, options, input, code) => {
    const { hooks, events } = watcher();
    await elapse(fixture({ hooks, ...options }).client.clientSecrets.create(input as never, OPTIONS));
    expect(events).toMatchObject([
      ["call", about],
      ["end", { ...about, attempts: 0, error: { code } }],
    ]);
  });

  it("get an attempt that takes too long, and one that the caller aborts, once", async () => {
    const { hooks, events } = watcher();
    const { client, control } = fixture({ hooks, retries: 0, timeout: 100 });
    control.addFault({ operation: "*", kind: "latency", delayMs: 700, times: null });
    await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await elapse(client.clientSecrets.create({ payer: PAYER }, { ...OPTIONS, signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(2_000);
    const attempts = events.filter(([name]) => name === "attempt").map(([, event]) => event);
    expect(attempts).toMatchObject([
      { attempt: 1, error: { code: "timed_out" }, duration: 100 },
      { attempt: 1, error: { code: "aborted" }, duration: 50 },
    ]);
  });

  it("count a deletion that an earlier attempt has done as a success", async () => {
    const { hooks, events } = watcher();
    const gone = { code: "NOT_FOUND", message: "No such payer.", traceId: TRACE_ID };
    const fetch = respondWith(() => Promise.reject(new TypeError("fetch failed")), json(gone, 404));
    const { error } = await elapse(fixture({ fetch, hooks }).client.payers.delete(PAYER, OPTIONS));
    expect(error).toBeUndefined();
    const last = events.filter(([name]) => name === "attempt").at(-1)?.[1];
    expect(last).toMatchObject({ operation: "deletePayer", attempt: 2, status: 404 });
    expect(last).not.toHaveProperty("error");
  });

  it("can start the call and the request within an async context of their own", async () => {
    const context = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const { client, sandbox } = fixture({
      apiKey: () => {
        seen.push(context.getStore());
        return LOCAL_API_KEY;
      },
      hooks: { onCall: (_, run) => context.run("call", run), onRequest: (_, send) => context.run("request", send) },
      fetch: (url, init) => {
        seen.push(context.getStore());
        return fetchOf(sandbox)(url, init);
      },
    });
    await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(seen).toEqual(["call", "request"]);
  });

  it("can call run and send twice, or later, without a second request", async () => {
    const twice = (start: () => void): void => {
      start();
      start();
      setTimeout(start, 10);
    };
    const { client, control } = fixture({
      hooks: { onCall: (_, run) => twice(run), onRequest: (_, send) => twice(send) },
    });
    const { error } = await elapse(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    await vi.advanceTimersByTimeAsync(50);
    expect(error).toBeUndefined();
    expect(control.seen()).toHaveLength(1);
  });

  it("do not see the query of a request that no operation describes", async () => {
    const { hooks, events } = watcher();
    const { client } = fixture({ hooks });
    await elapse(client.request({ method: "GET", path: "/payments", query: { payerId: "secret-of-mine" } }, OPTIONS));
    expect(events.filter(([name]) => name === "request")).toHaveLength(1);
    expect(JSON.stringify(events)).not.toContain("secret-of-mine");
  });
});

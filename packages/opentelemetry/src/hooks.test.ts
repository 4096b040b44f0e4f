import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { type CallerOptions, type Client, createClient } from "@plastiq-connect/core";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { openTelemetryHooks } from "./hooks.ts";
import { type Sdk, startSdk } from "./testing/sdk.ts";

const NOBODY = { endUser: "none" } as const;
const MINT = { payer: { id: LOCAL_PAYER_ID } } as const;
const TRACE_ID = "0b0f7a4e-3c52-4d8e-9a61-6f2b8c1d7e90";

const sandbox = createSandbox();
// Created before the SDK starts, as in a module that is imported first.
const hooks = openTelemetryHooks();

let sdk: Sdk;
beforeAll(() => {
  sdk = startSdk();
});
afterEach(() => {
  sdk.reset();
  sandbox.control.reset();
});
afterAll(() => sdk.stop());

function clientWith(options: Partial<CallerOptions> = {}): Client {
  const fetch: CallerOptions["fetch"] = (url, init) => sandbox.fetch(new Request(url, init));
  return createClient({ apiKey: LOCAL_API_KEY, fetch, hooks, ...options });
}

describe("openTelemetryHooks", () => {
  it("creates an INTERNAL span for a call and a CLIENT span for its attempt", async () => {
    await clientWith().payers.retrieve(LOCAL_PAYER_ID, { ...NOBODY, traceId: TRACE_ID });
    const [attempt, call] = sdk.spans();
    expect(sdk.spans()).toHaveLength(2);
    expect(call).toMatchObject({
      name: "plastiq retrievePayer",
      kind: SpanKind.INTERNAL,
      parentSpanContext: undefined,
    });
    expect(call?.attributes).toEqual({
      "plastiq.operation": "retrievePayer",
      "server.address": "connect.sandbox.plastiq.com",
      "plastiq.outcome": "succeeded",
      "http.response.status_code": 200,
      "plastiq.trace_id": TRACE_ID,
      "plastiq.retry_count": 0,
    });
    expect(attempt).toMatchObject({ name: "GET /api/payers/{id}", kind: SpanKind.CLIENT });
    expect(attempt?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
    expect(attempt?.attributes).toEqual({
      "http.request.method": "GET",
      "http.response.status_code": 200,
      "server.address": "connect.sandbox.plastiq.com",
      "server.port": 443,
      "url.full": `https://connect.sandbox.plastiq.com/api/payers/${LOCAL_PAYER_ID}`,
      "url.template": "/api/payers/{id}",
      "plastiq.operation": "retrievePayer",
      "plastiq.outcome": "succeeded",
      "plastiq.trace_id": TRACE_ID,
    });
    expect(attempt?.status.code).toBe(SpanStatusCode.UNSET);
  });

  it("creates a span for each attempt, with its own outcome", async () => {
    sandbox.control.addFault({ operation: "*", kind: "severed" });
    sandbox.control.addFault({ operation: "*", kind: "status", status: 503, retryAfter: "0" });
    await clientWith().clientSecrets.create(MINT, NOBODY);
    const [first, second, third, call] = sdk.spans().map(({ attributes }) => attributes);
    expect(first).toMatchObject({ "error.type": "network_failed", "plastiq.outcome": "unknown" });
    expect(first).not.toHaveProperty("http.request.resend_count");
    expect(second).toMatchObject({
      "error.type": "server_unavailable",
      "plastiq.outcome": "rejected",
      "http.response.status_code": 503,
      "http.request.resend_count": 1,
    });
    expect(third).toMatchObject({ "plastiq.outcome": "succeeded", "http.request.resend_count": 2 });
    expect(call).toMatchObject({ "plastiq.outcome": "succeeded", "plastiq.retry_count": 2 });
    expect(sdk.spans()[0]?.status).toEqual({ code: SpanStatusCode.ERROR, message: "The connection failed." });
    await clientWith().clientSecrets.create(MINT, NOBODY);
    expect(sdk.spans()[4]?.attributes).not.toHaveProperty("http.request.resend_count");
  });

  it("distinguishes operations with the same URL", async () => {
    const client = clientWith({ baseUrl: "http://127.0.0.1:8080/api" });
    const path = `/payers/${LOCAL_PAYER_ID}`;
    await client.payers.retrieve(LOCAL_PAYER_ID, NOBODY);
    await client.request({ method: "GET", path }, NOBODY);
    await client.request({ method: "DELETE", path }, NOBODY);
    const attempts = sdk.spans().filter(({ kind }) => kind === SpanKind.CLIENT);
    const named = ({ name, attributes }: (typeof attempts)[number]) =>
      [name, attributes["http.request.method"], attributes["plastiq.operation"]].join(", ");
    expect(attempts.map(named)).toEqual([
      "GET /api/payers/{id}, GET, retrievePayer",
      "GET /api/payers/{id}, GET, request",
      "DELETE /api/payers/{id}, DELETE, request",
    ]);
  });

  it.each([
    ["http://127.0.0.1:8080/api", "127.0.0.1", 8080],
    ["http://[::1]:8080/api", "[::1]", 8080],
    ["http://localhost/api", "localhost", 80],
  ])("separates the address of %s from its port", async (baseUrl, address, port) => {
    await clientWith({ baseUrl }).payers.retrieve(LOCAL_PAYER_ID, NOBODY);
    const places = sdk.spans().map(({ attributes }) => [attributes["server.address"], attributes["server.port"]]);
    expect(places).toEqual([
      [address, port],
      [address, undefined],
    ]);
  });

  it.each([
    ["TypeError", "TypeError"],
    ["Vault of key 4111", "_OTHER"],
    [undefined, "_OTHER"],
  ])("records the name %s of an error of the user's own code, and nothing else of it", async (name, type) => {
    const input = {
      get id(): string {
        throw Object.assign(new Error("a secret"), { name });
      },
    };
    await expect(clientWith().payers.delete(input, NOBODY)).rejects.toThrow("a secret");
    expect(sdk.spans().at(-1)).toMatchObject({
      attributes: { "error.type": type, "plastiq.outcome": "unknown" },
      status: { code: SpanStatusCode.ERROR },
    });
    expect(JSON.stringify(sdk.spans().map(({ attributes, status }) => [attributes, status]))).not.toMatch(
      /secret|4111/,
    );
  });

  it("creates a span for a call that sends nothing", async () => {
    await expect(clientWith().clientSecrets.create({} as never, NOBODY)).rejects.toMatchObject({
      code: "input_invalid",
    });
    expect(sdk.spans()).toHaveLength(1);
    expect(sdk.spans()[0]?.attributes).toMatchObject({ "error.type": "input_invalid", "plastiq.outcome": "not-sent" });
  });

  it("makes a call part of the caller's trace, and what the apiKey function does part of the call", async () => {
    const tracer = trace.getTracer("application");
    const apiKey = (): string => {
      tracer.startSpan("read the vault").end();
      return LOCAL_API_KEY;
    };
    const parent = tracer.startSpan("request");
    await context.with(trace.setSpan(context.active(), parent), () =>
      clientWith({ apiKey }).clientSecrets.create(MINT, NOBODY),
    );
    parent.end();
    const spans = sdk.spans();
    const [vault, attempt, call] = spans;
    expect(spans.map(({ name }) => name)).toEqual([
      "read the vault",
      "POST /api/client-secrets",
      "plastiq createClientSecret",
      "request",
    ]);
    expect(call?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
    for (const span of [vault, attempt]) expect(span?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
  });

  it("keeps parallel calls with one trace id apart", async () => {
    const client = clientWith();
    const call = () => client.clientSecrets.create(MINT, { ...NOBODY, traceId: TRACE_ID });
    await Promise.all(Array.from({ length: 5 }, call));
    const traces = sdk.spans().map((span) => span.spanContext().traceId);
    expect([traces.length, new Set(traces).size]).toEqual([10, 5]);
  });

  it("records duration, outcomes and retries, by operation and never by an id", async () => {
    const client = clientWith();
    await sdk.points();
    sandbox.control.addFault({ operation: "*", kind: "status", status: 503, retryAfter: "0" });
    await client.payers.retrieve(LOCAL_PAYER_ID, NOBODY);
    await client.payers.retrieve(LOCAL_PAYER_ID, NOBODY);
    await expect(client.payers.retrieve(TRACE_ID, NOBODY)).rejects.toMatchObject({ code: "not_found" });
    const points = await sdk.points();
    const good = { "plastiq.operation": "retrievePayer", "plastiq.outcome": "succeeded" };
    const bad = { "plastiq.operation": "retrievePayer", "plastiq.outcome": "rejected", "error.type": "not_found" };
    expect(points["plastiq.client.call.outcomes"]).toEqual([
      { attributes: good, value: 2 },
      { attributes: bad, value: 1 },
    ]);
    expect(points["plastiq.client.call.retries"]).toEqual([
      { attributes: { "plastiq.operation": "retrievePayer", "error.type": "server_unavailable" }, value: 1 },
    ]);
    expect(points["plastiq.client.call.duration"]).toMatchObject([
      { attributes: good, value: { count: 2 } },
      { attributes: bad, value: { count: 1 } },
    ]);
  });

  it("measures a call in seconds", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    onTestFinished(() => void vi.useRealTimers());
    await sdk.points();
    const slow: CallerOptions["fetch"] = (url, init) => {
      vi.advanceTimersByTime(2_500);
      return sandbox.fetch(new Request(url, init));
    };
    await clientWith({ fetch: slow }).clientSecrets.create(MINT, NOBODY);
    expect((await sdk.points())["plastiq.client.call.duration"]).toMatchObject([{ value: { sum: 2.5 } }]);
  });

  it("shows neither the API key, the minted secret nor a card in any span", async () => {
    const client = clientWith();
    const secret = await client.clientSecrets.create(MINT, NOBODY);
    await client.request({ method: "GET", path: "/payments", query: { payerId: LOCAL_PAYER_ID } }, NOBODY);
    const told = JSON.stringify(
      sdk.spans().map(({ name, attributes, status, events }) => [name, attributes, status, events]),
    );
    expect(sdk.spans()).toHaveLength(4);
    for (const text of [LOCAL_API_KEY, secret.reveal(), "payerId"]) expect(told).not.toContain(text);
  });

  it("uses the providers that it is given", async () => {
    const other = startSdkBeside();
    await clientWith({ hooks: openTelemetryHooks(other) }).clientSecrets.create(MINT, NOBODY);
    expect([other.names.length, sdk.spans().length]).toEqual([2, 0]);
  });
});

/** Providers that only note the names of spans. */
function startSdkBeside() {
  const names: string[] = [];
  const { tracerProvider, meterProvider } = sdk;
  const tracer = tracerProvider.getTracer("other");
  const startSpan: typeof tracer.startSpan = (name) => {
    names.push(name);
    return trace.wrapSpanContext({ traceId: "", spanId: "", traceFlags: 0 });
  };
  return {
    names,
    meterProvider,
    tracerProvider: { getTracer: () => ({ startSpan, startActiveSpan: tracer.startActiveSpan.bind(tracer) }) },
  };
}

it("does nothing, and harms nothing, without an SDK", async () => {
  await sdk.stop();
  const secret = await clientWith().clientSecrets.create(MINT, NOBODY);
  expect(secret.expired).toBe(false);
  sdk = startSdk();
});

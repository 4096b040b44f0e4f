import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { context, propagation } from "@opentelemetry/api";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { createClient } from "@plastiq-connect/node";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { openTelemetryHooks } from "./hooks.ts";
import { startOtlpReceiver } from "./testing/otlp-receiver.ts";
import { type Sdk, startSdk } from "./testing/sdk.ts";

const NOBODY = { endUser: "none" } as const;
const MINT = { payer: { id: LOCAL_PAYER_ID } } as const;

const withBaggage = propagation.setBaggage(
  context.active(),
  propagation.createBaggage({ user: { value: "of-the-shop" } }),
);

let sdk: Sdk;
let instrumentation: UndiciInstrumentation;
beforeAll(() => {
  sdk = startSdk();
  instrumentation = new UndiciInstrumentation();
});
afterEach(() => sdk.reset());
afterAll(async () => {
  instrumentation.disable();
  await sdk.stop();
});

/** A vendor that keeps the names of the headers that it was sent. */
async function startVendor() {
  const names: string[][] = [];
  const server = createServer((request, response) => {
    names.push(Object.keys(request.headers));
    request.resume();
    response.setHeader("content-type", "application/json").end('{"clientSecret":"a-secret-of-the-vendor"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`, names };
}

describe.each([
  ["undici's connections", undefined],
  ["the global fetch", globalThis.fetch as never],
])("beside the instrumentation of undici, over %s", (_, fetch) => {
  it("creates one CLIENT span for an attempt, and sends the vendor neither trace context nor baggage", async () => {
    const { baseUrl, names } = await startVendor();
    const client = createClient({ apiKey: LOCAL_API_KEY, baseUrl, fetch, hooks: openTelemetryHooks() });
    onTestFinished(() => client.close());
    await context.with(withBaggage, () => client.clientSecrets.create(MINT, NOBODY));
    expect(sdk.spans().map(({ name }) => name)).toEqual(["POST /api/client-secrets", "plastiq createClientSecret"]);
    expect(names.flat()).toContain("trace-id");
    for (const header of ["traceparent", "tracestate", "baggage"]) expect(names.flat()).not.toContain(header);
  });

  it("sends trace context and baggage by the instrumentation alone, which creates a span", async () => {
    const { baseUrl, names } = await startVendor();
    const client = createClient({ apiKey: LOCAL_API_KEY, baseUrl, fetch });
    onTestFinished(() => client.close());
    await context.with(withBaggage, () => client.clientSecrets.create(MINT, NOBODY));
    expect(sdk.spans().map(({ name }) => name)).toEqual(["POST"]);
    expect(names.flat()).toEqual(expect.arrayContaining(["traceparent", "baggage"]));
  });
});

it("exports spans and metrics over OTLP, and no secret with them", async () => {
  const { baseUrl } = await startVendor();
  const receiver = await startOtlpReceiver();
  onTestFinished(() => receiver.close());
  const spanExporter = new OTLPTraceExporter({ url: `${receiver.url}/v1/traces` });
  const tracerProvider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter: spanExporter })] });
  const exporter = new OTLPMetricExporter({ url: `${receiver.url}/v1/metrics` });
  const meterProvider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });
  const hooks = openTelemetryHooks({ tracerProvider, meterProvider });
  const client = createClient({ apiKey: LOCAL_API_KEY, baseUrl, hooks });
  onTestFinished(() => client.close());

  await client.clientSecrets.create(MINT, NOBODY);
  await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()]);

  expect(receiver.spans).toMatchObject([
    { name: "POST /api/client-secrets", scope: "@plastiq-connect/opentelemetry", kind: 3 },
    { name: "plastiq createClientSecret", scope: "@plastiq-connect/opentelemetry", kind: 1 },
  ]);
  expect(receiver.metrics).toEqual(new Set(["plastiq.client.call.duration", "plastiq.client.call.outcomes"]));
  for (const text of [LOCAL_API_KEY, "a-secret-of-the-vendor"]) expect(receiver.received.join()).not.toContain(text);
});

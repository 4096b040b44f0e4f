import { describe, expect, it, onTestFinished, vi } from "vitest";
import { startOtlpReceiver } from "./testing/otlp-receiver.ts";
import { runDeno } from "./testing/run-deno.ts";

// Every test starts a process, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const SECRETS = ["a-key-of-the-test", "a-secret-of-the-vendor"];
const MINT = `
  import { createClient } from "@plastiq-connect/deno";
  import { openTelemetryHooks } from "@plastiq-connect/opentelemetry";
  const names: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    names.push(...request.headers.keys());
    return Response.json({ clientSecret: "${SECRETS[1]}" });
  });
  const mint = (hooks?: unknown) => createClient({
    apiKey: "${SECRETS[0]}",
    baseUrl: \`http://127.0.0.1:\${server.addr.port}/api\`,
    hooks,
  }).clientSecrets.create({ payer: { id: "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63" } }, { endUser: "none" });
`;

describe("in real Deno", () => {
  it("traces a call with the real SDK", async () => {
    const script = `${MINT}
      import { context, trace } from "@opentelemetry/api";
      import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
      import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
      const exporter = new InMemorySpanExporter();
      context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
      trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
      await mint(openTelemetryHooks());
      await server.shutdown();
      const spans = exporter.getFinishedSpans();
      console.log(JSON.stringify(spans.map(({ name, kind, attributes }) => ({ name, kind, attributes }))));
    `;
    const printed = await runDeno(script);
    expect(JSON.parse(printed)).toMatchObject([
      { name: "POST /api/client-secrets", kind: 2, attributes: { "url.template": "/api/client-secrets" } },
      { name: "plastiq createClientSecret", kind: 0, attributes: { "plastiq.outcome": "succeeded" } },
    ]);
    for (const secret of SECRETS) expect(printed).not.toContain(secret);
  });

  it("stands beside Deno's own instrumentation, which then sends the vendor neither trace context nor baggage", async () => {
    const receiver = await startOtlpReceiver();
    onTestFinished(() => receiver.close());
    const printed = await runDeno(
      `${MINT}
      import { context, propagation } from "@opentelemetry/api";
      const baggage = propagation.createBaggage({ user: { value: "of-the-shop" } });
      await context.with(propagation.setBaggage(context.active(), baggage), () => mint(openTelemetryHooks()));
      console.log(names);
      await server.shutdown();`,
      {
        OTEL_DENO: "true",
        OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      },
    );
    expect(printed).toContain("trace-id");
    for (const header of ["traceparent", "tracestate", "baggage"]) expect(printed).not.toContain(header);
    const spanOf = (name: string, kind: number) =>
      receiver.spans.find((span) => span.name === name && span.kind === kind);
    const call = spanOf("plastiq createClientSecret", 1);
    const attempt = spanOf("POST /api/client-secrets", 3);
    // Deno's own, of its fetch: a second one below ours.
    const fetched = spanOf("POST", 3);
    expect(attempt?.parentSpanId).toBe(call?.spanId);
    expect(fetched).toMatchObject({ scope: "deno", parentSpanId: attempt?.spanId });
    expect(receiver.metrics).toContain("plastiq.client.call.duration");
    for (const secret of SECRETS) expect(receiver.received.join()).not.toContain(secret);
  });

  it("sends a traceparent by Deno's own instrumentation alone", async () => {
    const receiver = await startOtlpReceiver();
    onTestFinished(() => receiver.close());
    const printed = await runDeno(`${MINT} await mint(); console.log(names); await server.shutdown();`, {
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    });
    expect(printed).toContain("traceparent");
  });
});

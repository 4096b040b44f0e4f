import { context, diag, metrics, propagation, SpanKind, trace } from "@opentelemetry/api";
import { AlwaysOffSampler, type SpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { createClient } from "@plastiq-connect/core";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { openTelemetryHooks } from "./hooks.ts";
import { type Sdk, startSdk } from "./testing/sdk.ts";
import { traceEndpoint } from "./trace-endpoint.ts";

const sandbox = createSandbox();
const oops = (): never => {
  throw new Error("The processor is broken.");
};
const nothing = async (): Promise<void> => {};

let sdk: Sdk;
beforeAll(() => {
  sdk = startSdk();
});
afterEach(() => sdk.reset());
afterAll(() => sdk.stop());

function providerWith(processor: Partial<SpanProcessor>): TracerProvider {
  const silent = { onStart: () => {}, onEnd: () => {}, forceFlush: nothing, shutdown: nothing };
  return new TracerProvider({ spanProcessors: [{ ...silent, ...processor }] });
}

function mint(tracerProvider?: TracerProvider): Promise<unknown> {
  const client = createClient({
    apiKey: LOCAL_API_KEY,
    fetch: (url, init) => sandbox.fetch(new Request(url, init)),
    hooks: openTelemetryHooks({ tracerProvider }),
  });
  return client.clientSecrets.create({ payer: { id: LOCAL_PAYER_ID } }, { endUser: "none" });
}

describe.each([
  ["starts", { onStart: oops }],
  ["ends", { onEnd: oops }],
])("a processor that throws when a span %s", (_, processor) => {
  it("changes nothing for a call, which is measured all the same", async () => {
    const report = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => report.mockRestore());
    await sdk.points();
    await expect(mint(providerWith(processor))).resolves.toMatchObject({ payerId: LOCAL_PAYER_ID });
    const points = await sdk.points();
    expect(points["plastiq.client.call.outcomes"]).toMatchObject([{ value: 1 }]);
    expect(report).toHaveBeenCalled();
  });

  it("changes nothing for an endpoint, and is reported to the SDK", async () => {
    const report = vi.spyOn(diag, "error").mockImplementation(() => {});
    onTestFinished(() => report.mockRestore());
    const options = { route: "/mint", tracerProvider: providerWith(processor) };
    const request = new Request("https://shop.example/mint", { method: "POST" });
    const good = traceEndpoint(async (_: Request) => new Response("secret"), options);
    expect(await (await good(request)).text()).toBe("secret");
    const failure = new Error("of the endpoint");
    const bad = traceEndpoint((_: Request) => Promise.reject(failure), options);
    await expect(bad(request)).rejects.toBe(failure);
    expect(report).toHaveBeenCalledTimes(2);
  });
});

describe("unusual surroundings", () => {
  it("records no span when the trace is not sampled, and measures the call", async () => {
    const exported: unknown[] = [];
    const tracerProvider = new TracerProvider({
      sampler: new AlwaysOffSampler(),
      spanProcessors: [
        { onStart: () => {}, onEnd: (span) => exported.push(span), forceFlush: nothing, shutdown: nothing },
      ],
    });
    await sdk.points();
    await mint(tracerProvider);
    expect([exported, sdk.spans()]).toEqual([[], []]);
    expect((await sdk.points())["plastiq.client.call.outcomes"]).toMatchObject([{ value: 1 }]);
  });

  it("puts a call into the trace of a span that has ended", async () => {
    const parent = trace.getTracer("application").startSpan("request");
    parent.end();
    await context.with(trace.setSpan(context.active(), parent), () => mint());
    const traces = sdk.spans().map((span) => span.spanContext().traceId);
    expect(new Set(traces)).toEqual(new Set([parent.spanContext().traceId]));
    expect(traces).toHaveLength(3);
  });

  it("traces a call without a provider of metrics", async () => {
    metrics.disable();
    onTestFinished(() => void metrics.setGlobalMeterProvider(sdk.meterProvider));
    await mint();
    expect(sdk.spans()).toHaveLength(2);
  });

  it("continues a trace that another component has read from the request", async () => {
    const headers = { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
    const read = propagation.extract(context.active(), headers);
    const endpoint = traceEndpoint(async (_: Request) => new Response(), { route: "/mint" });
    await context.with(read, () => endpoint(new Request("https://shop.example/mint", { headers })));
    expect(sdk.spans()[0]).toMatchObject({
      kind: SpanKind.SERVER,
      parentSpanContext: { spanId: "b7ad6b7169203331" },
    });
  });
});

import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { createClient, inboundOf } from "@plastiq-connect/core";
import { createMintEndpoint } from "@plastiq-connect/core/mint-endpoint";
import { createMemoryClaimStore, mintEndpoint, webhookEndpoint } from "@plastiq-connect/node";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { openTelemetryHooks } from "./hooks.ts";
import { type Sdk, startSdk } from "./testing/sdk.ts";
import { traceEndpoint } from "./trace-endpoint.ts";

const REMOTE = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };
const SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

const sandbox = createSandbox();
const client = createClient({
  apiKey: LOCAL_API_KEY,
  fetch: (url, init) => sandbox.fetch(new Request(url, init)),
  hooks: openTelemetryHooks(),
});
const OPTIONS = {
  client,
  authorize: () => ({ payerId: LOCAL_PAYER_ID }),
  allowedOrigins: ["https://shop.example"],
  onError: () => {},
};
const HEADERS = { origin: "https://shop.example", traceparent: `00-${REMOTE.traceId}-${REMOTE.spanId}-01` };

let sdk: Sdk;
beforeAll(() => {
  sdk = startSdk();
});
afterEach(() => {
  sdk.reset();
  sandbox.control.reset();
});
afterAll(() => sdk.stop());

async function serve(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("traceEndpoint", () => {
  it("creates a SERVER span around a mint endpoint of Node, in the trace of the request", async () => {
    const url = await serve(traceEndpoint(mintEndpoint(OPTIONS), { route: "/client-secret" }));
    const response = await fetch(`${url}/client-secret?x=1`, { method: "POST", headers: HEADERS });
    expect(response.status).toBe(200);
    await expect
      .poll(() => sdk.spans().map(({ name }) => name))
      .toEqual(["POST /api/client-secrets", "plastiq createClientSecret", "POST /client-secret"]);
    const [, call, server] = sdk.spans();
    expect(server).toMatchObject({ kind: SpanKind.SERVER, parentSpanContext: REMOTE });
    expect(server?.attributes).toEqual({
      "http.request.method": "POST",
      "http.route": "/client-secret",
      "http.response.status_code": 200,
    });
    expect(call?.parentSpanContext?.spanId).toBe(server?.spanContext().spanId);
  });

  it("does not record the path of a webhook, which holds a secret", async () => {
    const options = { secret: SECRET, store: createMemoryClaimStore(), onEvent: () => {}, onError: () => {} };
    const endpoint = traceEndpoint(webhookEndpoint(options), { route: "/webhooks/{secret}" });
    const url = await serve(endpoint);
    const response = await fetch(`${url}/webhooks/${SECRET}`, { method: "POST", body: "{}" });
    expect(response.status).toBe(400);
    await expect.poll(() => sdk.spans().length).toBe(1);
    const [span] = sdk.spans();
    expect(span).toMatchObject({ name: "POST /webhooks/{secret}", kind: SpanKind.SERVER });
    expect(JSON.stringify([span?.attributes, await sdk.points()])).not.toContain(SECRET);
  });

  it("wraps an endpoint over standard requests, and measures it", async () => {
    const endpoint = traceEndpoint(createMintEndpoint({ ...OPTIONS, authorize: () => ({ refused: "forbidden" }) }), {
      route: "/mint",
    });
    await sdk.points();
    const headers = { ...HEADERS, host: "shop.example" };
    const request = new Request("https://shop.example/mint", { method: "POST", headers });
    const invocation = { inbound: inboundOf(request), native: undefined };
    const response = await endpoint(request, invocation);
    expect(response.status).toBe(403);
    expect(sdk.spans()[0]?.attributes["plastiq.trace_id"]).toBe(response.headers.get("trace-id"));
    expect((await sdk.points())["plastiq.server.request.duration"]).toMatchObject([
      {
        attributes: { "http.request.method": "POST", "http.route": "/mint", "http.response.status_code": 403 },
        value: { count: 1 },
      },
    ]);
    expect(sdk.spans()[0]?.status.code).toBe(SpanStatusCode.UNSET);
  });

  it("is an INTERNAL span inside the span of another instrumentation", async () => {
    const endpoint = traceEndpoint(async (_: Request) => new Response(null, { status: 500 }), { route: "/mint" });
    const outer = trace.getTracer("framework").startSpan("GET /mint", { kind: SpanKind.SERVER });
    await context.with(trace.setSpan(context.active(), outer), () =>
      endpoint(new Request("https://shop.example/mint", { headers: HEADERS })),
    );
    const [span] = sdk.spans();
    expect(span).toMatchObject({ kind: SpanKind.INTERNAL, status: { code: SpanStatusCode.ERROR } });
    expect(span?.parentSpanContext?.spanId).toBe(outer.spanContext().spanId);
    expect(span?.attributes).toMatchObject({ "http.response.status_code": 500, "error.type": "500" });
  });

  it("names no method of a request that HTTP does not know, and passes on what the endpoint throws", async () => {
    const oops = new Error("oops");
    const endpoint = traceEndpoint((_: object) => Promise.reject(oops), { route: "/mint" });
    await expect(endpoint({ method: "STEAL", headers: {} })).rejects.toBe(oops);
    expect(sdk.spans()[0]).toMatchObject({
      name: "HTTP /mint",
      status: { code: SpanStatusCode.ERROR },
      attributes: { "http.request.method": "_OTHER", "error.type": "_OTHER" },
    });
  });

  it("records no status when the client disconnects before the response, on Node", async () => {
    const endpoint = traceEndpoint(async (..._: [object, object]) => {}, { route: "/mint" });
    await endpoint({ method: "POST", headers: {} }, { statusCode: 200, headersSent: false });
    expect(sdk.spans()[0]?.attributes).toEqual({ "http.request.method": "POST", "http.route": "/mint" });
  });

  it("records the duration in seconds with the given meter provider", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const getMeter = vi.fn(() => sdk.meterProvider.getMeter("of the application"));
    const slow = async (_: Request): Promise<Response> => {
      vi.advanceTimersByTime(2_500);
      return new Response();
    };
    await sdk.points();
    const endpoint = traceEndpoint(slow, { route: "/mint", meterProvider: { getMeter } });
    await endpoint(new Request("https://shop.example/mint"));
    expect(getMeter).toHaveBeenCalled();
    expect((await sdk.points())["plastiq.server.request.duration"]).toMatchObject([{ value: { sum: 2.5 } }]);
  });

  it("refuses a route that is not a path", () => {
    expect(() => traceEndpoint(async () => {}, { route: "mint" })).toThrow("route must begin with /.");
  });
});

import { once } from "node:events";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { createMemoryClaimStore, webhookEndpoint } from "@plastiq-connect/node";
import { expect, it, onTestFinished } from "vitest";
import { http } from "../examples/observability/hide-webhook-secret.ts";

it("keeps the secret of a webhook's path out of the spans of the HTTP instrumentation", async () => {
  const exporter = new InMemorySpanExporter();
  http.setTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
  onTestFinished(() => http.disable());
  // The instrumentation patches only modules that are loaded with require() after it.
  const { createServer } = createRequire(import.meta.url)("node:http") as typeof import("node:http");
  const secret = "a-secret-of-43-characters-0123456789-abcdefg";
  const endpoint = webhookEndpoint({ secret, store: createMemoryClaimStore(), onEvent() {} });
  const server = createServer(endpoint).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/webhooks/${secret}`, { method: "POST", body: "{}" });
  expect(response.status).toBe(400);
  await expect
    .poll(() => exporter.getFinishedSpans())
    .toMatchObject([{ attributes: { "url.path": "/webhooks/{secret}" } }]);
  const [{ name, attributes } = { name: "", attributes: {} }] = exporter.getFinishedSpans();
  expect(JSON.stringify([name, attributes])).not.toContain(secret);
});

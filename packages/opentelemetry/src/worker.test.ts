import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { bundleWorker } from "runtimes/bundle-worker";
import { startWorkerd } from "runtimes/workerd";
import { expect, it, onTestFinished, vi } from "vitest";

// Bundling and starting workerd takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const SECRETS = ["a-key-of-the-test", "a-secret-of-the-vendor"];
// The client and its hooks are made at global scope, where workerd forbids network, clock and randomness.
const WORKER = `
  import { trace } from "@opentelemetry/api";
  import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
  import { createClient } from "@plastiq-connect/cloudflare";
  import { openTelemetryHooks, traceEndpoint } from "@plastiq-connect/opentelemetry";

  const exporter = new InMemorySpanExporter();
  const hooks = openTelemetryHooks();
  let connect;
  const endpoint = traceEndpoint(
    async (request, env) => {
      connect ??= createClient(env, { hooks });
      const secret = await connect.clientSecrets.create(
        { payer: { id: "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63" } },
        { endUser: "none" },
      );
      return Response.json({ expired: secret.expired });
    },
    { route: "/mint" },
  );
  export default {
    async fetch(request, env) {
      trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
      const { status } = await endpoint(request, env);
      const spans = exporter.getFinishedSpans();
      const ids = new Set(spans.map((span) => span.spanContext().traceId));
      return Response.json({ status, traces: ids.size, spans: spans.map(({ name, kind }) => [kind, name]) });
    },
  };
`;

it.each(["2024-06-01", "2026-01-01"])("traces in workerd at %s, without nodejs_compat", async (compatibilityDate) => {
  const vendor = createServer((request, response) => {
    request.resume();
    response.setHeader("content-type", "application/json").end(`{"clientSecret":"${SECRETS[1]}"}`);
  });
  await new Promise<void>((resolve) => vendor.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    vendor.closeAllConnections();
    vendor.close();
  });
  const { port } = vendor.address() as AddressInfo;
  const code = await bundleWorker({ text: WORKER, resolveDir: fileURLToPath(new URL(".", import.meta.url)) });
  const worker = await startWorkerd(code, {
    compatibilityDate,
    bindings: { PLASTIQ_API_KEY: SECRETS[0], PLASTIQ_BASE_URL: `http://127.0.0.1:${port}/api` },
  });
  onTestFinished(() => worker.close());

  const response = await fetch(`http://127.0.0.1:${worker.port}/mint`, { method: "POST" });
  const text = await response.text();

  // Without nodejs_compat there is no context manager: the call starts a trace of its own.
  expect(JSON.parse(text)).toEqual({
    status: 200,
    traces: 2,
    spans: [
      [2, "POST /api/client-secrets"],
      [0, "plastiq createClientSecret"],
      [1, "POST /mint"],
    ],
  });
  for (const secret of SECRETS) expect(text).not.toContain(secret);
});

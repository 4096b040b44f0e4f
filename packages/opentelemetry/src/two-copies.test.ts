import { createClient } from "@plastiq-connect/core";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { startSdk } from "./testing/sdk.ts";

// As when a bundler puts a copy of the API beside the application's own one. Ours is the oldest that the package allows.
vi.doMock("@opentelemetry/api", () => import("opentelemetry-api-oldest"));
const { openTelemetryHooks } = await import("./hooks.ts");
const { traceEndpoint } = await import("./trace-endpoint.ts");

const sandbox = createSandbox();

/** Creates an endpoint that mints, with traces of its own and of the call. */
function createEndpoint() {
  const client = createClient({
    apiKey: LOCAL_API_KEY,
    fetch: (url, init) => sandbox.fetch(new Request(url, init)),
    hooks: openTelemetryHooks(),
  });
  const mint = async (_: Request): Promise<void> => {
    await client.clientSecrets.create({ payer: { id: LOCAL_PAYER_ID } }, { endUser: "none" });
  };
  const endpoint = traceEndpoint(mint, { route: "/mint" });
  return () => endpoint(new Request("https://shop.example/mint", { method: "POST" }));
}

describe("with a copy of the API that is not the SDK's own", () => {
  it.each(["before", "after"])("traces and measures when the SDK starts %s the client is created", async (order) => {
    const early = order === "after" ? createEndpoint() : undefined;
    // A call without an SDK does nothing, and does not keep a later one from being found.
    await early?.();
    const sdk = startSdk();
    onTestFinished(() => sdk.stop());
    await (early ?? createEndpoint())();
    const [attempt, call, served] = sdk.spans();
    expect(sdk.spans().map(({ name }) => name)).toEqual([
      "POST /api/client-secrets",
      "plastiq createClientSecret",
      "POST /mint",
    ]);
    expect(attempt?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
    expect(call?.parentSpanContext?.spanId).toBe(served?.spanContext().spanId);
    expect((await sdk.points())["plastiq.client.call.outcomes"]).toMatchObject([{ value: 1 }]);
  });
});

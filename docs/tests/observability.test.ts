import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { bundleWorker } from "runtimes/bundle-worker";
import { startWorkerd } from "runtimes/workerd";
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { createLoggingClient } from "../examples/observability/pino.ts";

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const ENTRY = {
  msg: expect.stringMatching(/^plastiq-connect createClientSecret POST \/api\/client-secrets 200 succeeded/),
  operation: "createClientSecret",
  method: "POST",
  template: "/api/client-secrets",
  status: 200,
  outcome: "succeeded",
  attempt: 1,
  traceId: expect.stringMatching(/^[\da-f-]{36}$/),
};

it("writes the fields of an entry into a line of pino", async () => {
  vi.stubEnv("PLASTIQ_API_KEY", LOCAL_API_KEY);
  vi.stubEnv("PLASTIQ_BASE_URL", sandbox.baseUrl);
  onTestFinished(() => void vi.unstubAllEnvs());
  const lines: string[] = [];
  const client = createLoggingClient({ write: (line) => lines.push(line) });
  onTestFinished(() => client.close());
  await client.clientSecrets.create({ payer: { id: LOCAL_PAYER_ID } }, { endUser: "none" });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: 30, name: "payments", ...ENTRY });
  expect(lines[0]).not.toContain(LOCAL_API_KEY);
});

it("mints through a traced endpoint, also without an SDK", async () => {
  vi.stubEnv("PLASTIQ_API_KEY", LOCAL_API_KEY);
  vi.stubEnv("PLASTIQ_BASE_URL", sandbox.baseUrl);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { connect, tracedMintEndpoint } = await import("../examples/observability/opentelemetry.ts");
  const server = createServer(tracedMintEndpoint(() => ({ payerId: LOCAL_PAYER_ID }))).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.close();
    await connect.close();
  });
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/client-secret`, {
    method: "POST",
    headers: { origin: "https://shop.example" },
  });
  expect(await response.json()).toMatchObject({ clientSecret: expect.stringMatching(/^LOCALCLIENTSECRET/) });
});

it("writes an entry as JSON in a Worker", { timeout: 60_000 }, async () => {
  const logged: string[] = [];
  const code = await bundleWorker({ file: new URL("../examples/observability/worker.ts", import.meta.url).pathname });
  const worker = await startWorkerd(code, {
    compatibilityDate: "2026-01-01",
    bindings: { PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl, PAYER_ID: LOCAL_PAYER_ID },
    onLog: (line) => logged.push(line),
  });
  onTestFinished(() => worker.close());
  expect((await fetch(`http://127.0.0.1:${worker.port}`)).status).toBe(200);
  await expect
    .poll(() => logged.filter((line) => line.includes("plastiq-connect ")), { timeout: 20_000 })
    .toHaveLength(1);
  const line = logged.find((each) => each.includes("plastiq-connect ")) ?? "";
  expect(JSON.parse(line.slice(line.indexOf("{")))).toMatchObject(ENTRY);
});

it("shows a line exactly as the log writes it", () => {
  const page = readFileSync(new URL("../guide/observability.md", import.meta.url), "utf8");
  expect(page).toMatch(
    /^plastiq-connect createPayment POST \/api\/payments 201 succeeded in \d+ ms, attempt 1, trace [\da-f-]{36}\.$/m,
  );
});

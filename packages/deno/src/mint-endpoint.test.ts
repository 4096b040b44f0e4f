import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { request as httpRequest } from "node:http";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { FORMS, portOf, runDeno, startDeno } from "./testing/run-deno.ts";

// Every test starts processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const ORIGIN = "https://shop.example";
const SCRIPT = `
  import { mintEndpoint } from "@plastiq-connect/deno";
  const endpoint = mintEndpoint({
    allowedOrigins: ["${ORIGIN}"],
    authorize: (_, { native: { info } }) => {
      console.log("asked from " + info.remoteAddr.hostname);
      return { payerId: "${LOCAL_PAYER_ID}" };
    },
    onMint: ({ outcome }) => console.log("told of " + outcome),
  });
  Deno.serve({ hostname: "127.0.0.1", port: 0 }, endpoint);
`;

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox?.close());

describe.each(Object.keys(FORMS) as (keyof typeof FORMS)[])("Deno.serve, as %s has it", (form) => {
  let server: ChildProcessWithoutNullStreams;
  let port: number;
  let log = "";
  beforeAll(async () => {
    server = startDeno(SCRIPT, {
      form,
      permissions: [
        "--allow-env=PLASTIQ_API_KEY,PLASTIQ_ENVIRONMENT,PLASTIQ_BASE_URL",
        `--allow-net=127.0.0.1:${sandbox.port},127.0.0.1:0`,
      ],
      env: { PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl },
    });
    port = await portOf(server);
    server.stdout.on("data", (text) => {
      log += text;
    });
  });
  afterEach(() => {
    sandbox.control.reset();
    log = "";
  });
  afterAll(() => void server?.kill());

  it("mints with a client of its own, and tells who is at the browser", async () => {
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: "POST",
      headers: { origin: ORIGIN, "user-agent": "Café/1.0" },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ clientSecret: expect.stringMatching(/^LOCALCLIENTSECRET/) });
    expect(sandbox.control.seen()).toMatchObject([
      { headers: { "user-agent": "Café/1.0", "end-user-ip": "127.0.0.1" }, body: { payer: { id: LOCAL_PAYER_ID } } },
    ]);
    await vi.waitFor(() => expect(log).toBe("asked from 127.0.0.1\ntold of minted\n"), 20_000);
  });

  it("ends the call upstream when the end user goes away", async () => {
    sandbox.control.addFault({ operation: "*", kind: "latency", delayMs: 5_000, carriedOut: false });
    const asking = httpRequest({ host: "127.0.0.1", port, method: "POST", headers: { origin: ORIGIN } });
    asking.on("error", () => {}).end();
    await vi.waitFor(() => expect(sandbox.control.seen()).toHaveLength(1), 20_000);

    asking.destroy();
    await vi.waitFor(() => expect(log).toContain("told of aborted"), 20_000);
    await vi.waitFor(() => expect(sandbox.control.seen()[0]?.duration).toBeGreaterThan(0), 20_000);
    expect(sandbox.control.seen()).toMatchObject([{ status: null }]);
    expect(sandbox.control.state().clientSecrets).toEqual([]);
  });
});

it("says at once which flag lets it read the key", async () => {
  const { code, stderr } = await runDeno(SCRIPT);
  expect(code).toBe(1);
  expect(stderr).toContain("Deno may not read PLASTIQ_API_KEY: run with --allow-env=");
});

it("names what is missing without options", async () => {
  const { stderr } = await runDeno(`import { mintEndpoint } from "@plastiq-connect/deno"; mintEndpoint(undefined);`, {
    permissions: ["--allow-env"],
  });
  expect(stderr).toContain("allowedOrigins must list exact origins");
});

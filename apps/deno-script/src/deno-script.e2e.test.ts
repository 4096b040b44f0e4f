import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";

// Every test starts processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const ROOT = fileURLToPath(new URL("..", import.meta.url));
// As a dependency of this package Deno would be a command in node_modules/.bin, which its own tasks would then run.
const adapter = createRequire(createRequire(import.meta.url).resolve("@plastiq-connect/deno/package.json"));
const DENO = join(dirname(adapter.resolve("deno/package.json")), process.platform === "win32" ? "deno.exe" : "deno");
const ORIGIN = "https://shop.example";
const SERVING = { HOST: "127.0.0.1", PORT: "0", ALLOWED_ORIGINS: ORIGIN, MINTS_PER_MINUTE: "1000" };
const SAM_PAYER_ID = "b3d7a1c2-58e4-4f09-8b6d-2c9e4a7f1053";

const JEN = { origin: ORIGIN, authorization: "Bearer demo-session-of-jen" };

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.control.reset());
afterAll(() => sandbox?.close());

describe("deno task mint", () => {
  it("prints all but the secret's value", async () => {
    const { code, stdout } = await run(["task", "--quiet", "mint", LOCAL_PAYER_ID]);

    const [seen] = sandbox.control.seen();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^client secret {2}\[redacted\]$/m);
    expect(stdout).toMatch(/^expires at {5}\d{4}-\S+Z \(in 5\d s\)$/m);
    expect(stdout).toContain(`trace id       ${seen?.traceId}`);
    expect(stdout).not.toContain("LOCALCLIENTSECRET");
    expect(seen).toMatchObject({
      operation: "createClientSecret",
      bearer: { label: "local" },
      body: { payer: { id: LOCAL_PAYER_ID }, type: "CARD" },
      headers: { "user-agent": expect.stringMatching(/^plastiq-connect\//) },
    });
    expect(seen?.headers).not.toHaveProperty("end-user-ip");
  });

  it("says what is wrong, and nothing of the key", async () => {
    sandbox.control.addFault({ operation: "*", kind: "status", status: 401 });

    const { code, stderr } = await run(["task", "--quiet", "mint", LOCAL_PAYER_ID]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/^unauthorized: createClientSecret \(127\.0\.0\.1:\d+\): 401 /);
    expect(stderr).toContain(`trace id       ${sandbox.control.seen()[0]?.traceId}`);
    expect(stderr).not.toContain(LOCAL_API_KEY);
  });

  it.each([
    ["no payer", [], {}, 2, "Usage: deno task mint <payer id>"],
    ["no payer id", ["jen"], {}, 1, "The input is not valid: payer.id must be a UUID."],
    [
      "no API key",
      [LOCAL_PAYER_ID],
      { PLASTIQ_API_KEY: "" },
      1,
      "configuration_invalid: The API key is missing: set PLASTIQ_API_KEY",
    ],
    [
      "a host that is not allowed",
      [LOCAL_PAYER_ID],
      { PLASTIQ_BASE_URL: "https://vendor.example/api" },
      1,
      "run with --allow-net=vendor.example",
    ],
  ])("explains %s", async (_, args, env, code, message) => {
    const ended = await run(["task", "--quiet", "mint", ...args], env);

    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(message);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
    expect(sandbox.control.seen()).toEqual([]);
  });
});

describe("deno task serve", () => {
  let server: ChildProcessWithoutNullStreams;
  let url: string;
  let log = "";

  beforeAll(async () => {
    server = start(["task", "--quiet", "serve"], SERVING);
    url = await listening(server);
    for (const stream of [server.stdout, server.stderr]) {
      stream.on("data", (chunk) => {
        log += chunk;
      });
    }
  });
  afterEach(() => {
    log = "";
  });
  afterAll(async () => {
    server.kill();
    await once(server, "close");
  });

  it("mints for the signed-in user, and the secret can be spent", async () => {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        ...JEN,
        "user-agent": "Café/1.0",
        "end-user-device-id": "device-1",
        "x-forwarded-for": "198.51.100.66, 203.0.113.9",
      },
    });

    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("access-control-allow-origin")).toBe(ORIGIN);
    const minted = (await response.json()) as Record<string, string>;
    expect(minted).toEqual({
      clientSecret: expect.stringMatching(/^LOCALCLIENTSECRET/),
      expiresAt: expect.stringMatching(/^\d{4}-.*Z$/),
      expiresIn: expect.any(Number),
      traceId: expect.any(String),
    });
    expect(sandbox.control.seen()).toMatchObject([
      {
        operation: "createClientSecret",
        traceId: minted.traceId,
        bearer: { label: "local" },
        body: { payer: { id: LOCAL_PAYER_ID }, type: "CARD" },
        headers: { "user-agent": "Café/1.0", "end-user-device-id": "device-1", "end-user-ip": "203.0.113.9" },
      },
    ]);

    const spent = await spend(minted.clientSecret);
    expect(spent.ok).toBe(true);
    expect(sandbox.control.state().clientSecrets).toMatchObject([{ state: "spent" }]);
  });

  it("knows a session by its cookie, too, and takes no payer id from the request", async () => {
    const response = await fetch(`${url}?payer=${SAM_PAYER_ID}`, {
      method: "POST",
      headers: { origin: ORIGIN, cookie: "theme=dark; session=demo-session-of-jen" },
      body: JSON.stringify({ payer: { id: SAM_PAYER_ID } }),
    });

    expect(response.status).toBe(200);
    expect(sandbox.control.seen()[0]?.body).toEqual({ payer: { id: LOCAL_PAYER_ID }, type: "CARD" });
  });

  it.each([
    ["nobody", { authorization: "" }, 401, "unauthenticated"],
    ["a stranger", { authorization: "Bearer made-up" }, 401, "unauthenticated"],
    ["a page of another origin", { origin: "https://evil.example" }, 403, "origin-refused"],
  ])("mints nothing for %s", async (_, headers, status, type) => {
    const response = await fetch(url, { method: "POST", headers: { ...JEN, ...headers } });

    expect(await problemOf(response)).toMatchObject({ type: `urn:plastiq-connect:mint:${type}`, status });
    expect(sandbox.control.seen()).toEqual([]);
  });

  it("responds to the preflight of an allowed origin", async () => {
    const headers = { origin: ORIGIN, "access-control-request-method": "POST" };
    const response = await fetch(url, { method: "OPTIONS", headers });

    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([204, ORIGIN]);
  });

  it("reports its health, and serves nothing else", async () => {
    expect(await (await fetch(new URL("/healthz", url))).json()).toEqual({ ok: true });
    expect(await problemOf(await fetch(url))).toMatchObject({ status: 405 });
    expect(await problemOf(await fetch(new URL("/", url), { method: "POST" }))).toMatchObject({ status: 404 });
  });

  it("writes each mint to the log, with everything but the secret", async () => {
    const response = await fetch(url, { method: "POST", headers: JEN });
    const { clientSecret = "", traceId } = (await response.json()) as Record<string, string>;

    await vi.waitFor(() => expect(log).toContain(`"traceId":"${traceId}"`), 20_000);
    expect(log).toContain(`"payerId":"${LOCAL_PAYER_ID}"`);
    expect(log).not.toContain(clientSecret);
  });

  it("says that the vendor is down, with the reason in the log only", async () => {
    sandbox.control.addFault({ operation: "*", kind: "severed", times: null });

    const problem = await problemOf(await fetch(url, { method: "POST", headers: JEN }));

    expect(problem).toEqual({
      type: "urn:plastiq-connect:mint:upstream-refused",
      title: "The payment provider refused. Try again later.",
      status: 502,
      traceId: sandbox.control.seen()[0]?.traceId,
    });
    expect(JSON.stringify(problem)).not.toMatch(/127\.0\.0\.1|connection|createClientSecret/i);
    await vi.waitFor(() => expect(log).toContain("network_failed"), 20_000);
    expect(log).not.toContain(LOCAL_API_KEY);
  });
});

it("limits each payer to MINTS_PER_MINUTE", async () => {
  const server = start(["task", "--quiet", "serve"], { ...SERVING, MINTS_PER_MINUTE: "2" });
  const url = await listening(server);

  const responses = await Promise.all(Array.from({ length: 5 }, () => fetch(url, { method: "POST", headers: JEN })));
  server.kill();
  await once(server, "close");

  expect(responses.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429, 429]);
  expect(sandbox.control.seen()).toHaveLength(2);
});

it.each([
  ["without allowed origins", { ALLOWED_ORIGINS: "" }, "Set ALLOWED_ORIGINS to the exact origins of your pages"],
  ["that never pauses", { RECONCILE_SECONDS: "0" }, "RECONCILE_SECONDS must be a positive integer."],
  [
    "with a limit that is not a number",
    { MINTS_PER_MINUTE: "many" },
    "MINTS_PER_MINUTE must be a non-negative integer.",
  ],
])("does not serve %s, and says what to set", async (_, env, message) => {
  const { code, stderr } = await run(["task", "--quiet", "serve"], { ...SERVING, ...env });

  expect(code).toBe(1);
  expect(stderr).toContain(message);
});

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcessWithoutNullStreams {
  const { PATH = "", HOME = "" } = process.env;
  return spawn(DENO, args, {
    cwd: ROOT,
    env: {
      PATH,
      HOME,
      NO_COLOR: "1",
      DENO_NO_UPDATE_CHECK: "1",
      PLASTIQ_API_KEY: LOCAL_API_KEY,
      PLASTIQ_BASE_URL: sandbox.baseUrl,
      ...env,
    },
  });
}

async function run(
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const deno = start(args, env);
  deno.stdin.end();
  const [stdout, stderr] = await Promise.all([text(deno.stdout), text(deno.stderr), once(deno, "close")]);
  return { code: deno.exitCode, stdout, stderr };
}

function listening(server: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    for (const stream of [server.stdout, server.stderr]) {
      stream.on("data", (chunk) => {
        printed += chunk;
        const [, port] = /Listening on http:\/\/\S+?:(\d+)/.exec(printed) ?? [];
        if (port !== undefined) resolve(`http://127.0.0.1:${port}/client-secret`);
      });
    }
    server.once("close", () => reject(new Error(printed)));
  });
}

async function problemOf(response: Response): Promise<unknown> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = (await response.json()) as { status: number };
  expect(problem.status).toBe(response.status);
  return problem;
}

function spend(clientSecret = ""): Promise<Response> {
  const billingAddress = { line1: "1 Main St", city: "Oakland", state: "CA", postalCode: "94601", country: "US" };
  const card = { cardHolderName: "Jen Doe", accountNumber: "4242424242424242", cvv: "123" };
  const data = { ...card, expirationMonth: "12", expirationYear: "2039", billingAddress };
  return fetch(`${sandbox.baseUrl}/payment-methods`, {
    method: "POST",
    headers: { authorization: `Bearer ${clientSecret}`, "content-type": "application/json" },
    body: JSON.stringify({ type: "CARD", data }),
  });
}

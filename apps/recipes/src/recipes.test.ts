import { request as httpRequest } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { BUN, DENO } from "runtimes/binary";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { runProcess } from "./testing/run-process.ts";
import { runWorker } from "./testing/run-worker.ts";
import { type Running, serve, serveRoute, urlAt } from "./testing/serve.ts";

// Some recipes are processes, which take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

type Environment = Record<"PLASTIQ_API_KEY" | "PLASTIQ_BASE_URL", string>;

const ADDRESS = "203.0.113.9";
const JEN = {
  origin: "https://shop.example",
  cookie: "session=session-of-jen",
  "user-agent": "Browser/1.0",
  "end-user-device-id": "device-1",
  // Behind one proxy, which appends; Cloudflare names the address itself.
  "x-forwarded-for": `198.51.100.66, ${ADDRESS}`,
  "cf-connecting-ip": ADDRESS,
};

const DENO_PERMISSIONS = [
  "--allow-env=PLASTIQ_API_KEY,PLASTIQ_ENVIRONMENT,PLASTIQ_BASE_URL,PORT",
  "--allow-net=127.0.0.1,0.0.0.0",
];

const RECIPES: Readonly<Record<string, (env: Environment) => Promise<Running>>> = {
  express: async () => serve((await import("./express.ts")).app),
  async fastify() {
    const { app } = await import("./fastify.ts");
    return { url: `${await app.listen({ host: "127.0.0.1", port: 0 })}/client-secret`, close: () => app.close() };
  },
  hono: async () => serve(getRequestListener((await import("./hono.ts")).app.fetch)),
  nextjs: async () => serveRoute(await import("./nextjs.ts")),
  async sveltekit() {
    const { POST, OPTIONS } = await import("./sveltekit.ts");
    const eventOf = (request: Request) => ({ request, getClientAddress: () => ADDRESS });
    return serveRoute({
      POST: (request) => POST(eventOf(request)),
      OPTIONS: (request) => OPTIONS(eventOf(request)),
    });
  },
  async workers(env) {
    const { origin, close } = await runWorker("workers.ts", env, {
      compatibilityFlags: ["enable_request_signal"],
      env: { MINT_LIMITER: { type: "rate-limit", namespace: "1001", simple: { limit: 10, period: 60 } } },
    });
    return { url: urlAt(new URL(origin).port), close };
  },
  deno: (env) => runProcess(DENO, ["run", "--no-remote", "--no-prompt", ...DENO_PERMISSIONS, "src/deno.ts"], env),
  bun: (env) => runProcess(BUN, ["src/bun.ts"], env),
};

const NAMES = Object.keys(RECIPES);
// These face the end user themselves, and believe no header.
const WITHOUT_PROXY = ["hono", "bun"];

let sandbox: RunningSandbox;
let running: Readonly<Record<string, Running>>;

beforeAll(async () => {
  sandbox = await startSandbox();
  const env: Environment = { PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const started = Object.entries(RECIPES).map(async ([name, start]) => [name, await start(env)] as const);
  running = Object.fromEntries(await Promise.all(started));
});
afterEach(() => sandbox.control.reset());
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all(Object.values(running ?? {}).map((recipe) => recipe.close()));
  await sandbox?.close();
});

function ask(name: string, headers: Readonly<Record<string, string>> = {}, method = "POST"): Promise<Response> {
  return fetch(running[name]?.url ?? "", { method, headers: { ...JEN, ...headers } });
}

// Miniflare keeps it from a Worker that the client went away.
it.each(NAMES.filter((name) => name !== "workers"))(
  "the recipe for %s ends the call upstream when the end user goes away",
  async (name) => {
    sandbox.control.addFault({ operation: "*", kind: "latency", delayMs: 10_000, carriedOut: false });
    const asking = httpRequest(running[name]?.url ?? "", { method: "POST", headers: JEN });
    asking.on("error", () => {}).end();
    await vi.waitFor(() => expect(sandbox.control.seen()).toHaveLength(1), 20_000);

    asking.destroy();

    await vi.waitFor(() => expect(sandbox.control.seen()[0]?.duration).toBeGreaterThan(0), 20_000);
    expect(sandbox.control.seen()).toMatchObject([{ status: null }]);
  },
);

describe.each(NAMES)("the recipe for %s", (name) => {
  it("mints for the signed-in user, and describes the end user", async () => {
    const response = await ask(name);

    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe(JEN.origin);
    const { traceId, ...minted } = (await response.json()) as Record<string, unknown>;
    expect(minted).toMatchObject({ clientSecret: expect.stringMatching(/^LOCALCLIENTSECRET/) });
    const address = WITHOUT_PROXY.includes(name) ? "127.0.0.1" : ADDRESS;
    expect(sandbox.control.seen()).toMatchObject([
      {
        operation: "createClientSecret",
        traceId,
        body: { payer: { id: LOCAL_PAYER_ID } },
        headers: { "user-agent": "Browser/1.0", "end-user-device-id": "device-1", "end-user-ip": address },
      },
    ]);
  });

  it("responds to a preflight", async () => {
    const response = await ask(name, { "access-control-request-method": "POST" }, "OPTIONS");

    expect([response.status, response.headers.get("access-control-allow-methods")]).toEqual([204, "POST"]);
  });

  it.each([
    ["nobody", { cookie: "" }, 401, "unauthenticated"],
    ["a page of another origin", { origin: "https://evil.example" }, 403, "origin-refused"],
  ])("mints nothing for %s", async (_, headers, status, type) => {
    const response = await ask(name, headers);

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ type: `urn:plastiq-connect:mint:${type}` });
    expect(sandbox.control.seen()).toEqual([]);
  });

  it("mints no more than ten times a minute", async () => {
    // The Worker's limiter starts anew with each minute of the clock.
    const left = 60_000 - (Date.now() % 60_000);
    if (name === "workers" && left < 3_000) await new Promise((resolve) => setTimeout(resolve, left));
    const responses = await Promise.all(Array.from({ length: 12 }, () => ask(name)));

    const limited = responses.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThanOrEqual(2);
    for (const { headers } of limited) expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(sandbox.control.seen()).toHaveLength(responses.length - limited.length);
  });
});

import { request as httpRequest } from "node:http";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { startWorkerd } from "runtimes/workerd";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Bindings, createClient, mintEndpoint, type RateLimitBinding, type WorkerContext } from "./index.ts";
import { bundleSource } from "./testing/bundle-source.ts";
import { COMPATIBILITY_DATES, type RunningWorker, runWorker } from "./testing/worker.ts";

// Some tests start processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const ORIGIN = "https://shop.example";

// At global scope, where workerd forbids network, clock and randomness. The audit hook takes longer than the response.
const WORKER = `
  import { mintEndpoint } from "@plastiq-connect/cloudflare";
  const endpoint = mintEndpoint({
    allowedOrigins: ["${ORIGIN}"],
    authorize: () => ({ payerId: "${LOCAL_PAYER_ID}" }),
    rateLimit: { binding: "MINT_LIMITER", period: 60 },
    async onMint({ outcome }) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      console.log("told of " + outcome);
    },
  });
  export default { fetch: endpoint };
`;

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.control.reset());
afterAll(() => sandbox?.close());

describe.each(COMPATIBILITY_DATES)("in workerd at %s, without nodejs_compat", (compatibilityDate) => {
  let worker: RunningWorker;
  const log: string[] = [];
  beforeAll(async () => {
    worker = await runWorker(WORKER, {
      compatibilityDate,
      baseUrl: sandbox.baseUrl,
      env: { MINT_LIMITER: { type: "rate-limit", namespace: "1", simple: { limit: 3, period: 60 } } },
      onLog: (line) => log.push(line),
    });
  });
  afterAll(() => worker?.close());

  it("mints as often as the binding allows, sends Retry-After, and audits after the response", async () => {
    // The binding's count starts anew with each minute of the clock.
    const left = 60_000 - (Date.now() % 60_000);
    if (left < 3_000) await new Promise((resolve) => setTimeout(resolve, left));
    const headers = { origin: ORIGIN, "user-agent": "Browser/1.0", "cf-connecting-ip": "203.0.113.9" };
    const responses = await Promise.all(
      Array.from({ length: 8 }, () => fetch(worker.url, { method: "POST", headers })),
    );
    const limited = responses.filter(({ status }) => status === 429);
    expect([responses.filter(({ ok }) => ok).length, limited.length]).toEqual([3, 5]);
    expect(limited.map(({ headers }) => headers.get("retry-after"))).toEqual(Array(5).fill("60"));
    expect(sandbox.control.seen()).toHaveLength(3);
    expect(sandbox.control.seen()[0]).toMatchObject({
      headers: { "user-agent": "Browser/1.0", "end-user-ip": "203.0.113.9" },
      body: { payer: { id: LOCAL_PAYER_ID } },
    });
    await vi.waitFor(() => expect(log.filter((line) => line.includes("told of minted"))).toHaveLength(3), 20_000);
    expect(log.filter((line) => line.includes("told of limited"))).toHaveLength(5);
  });
});

// Measured limits of the platform. These tests also show where a disconnection cannot be noticed.
describe.each(COMPATIBILITY_DATES)("when the end user goes away, at %s", (compatibilityDate) => {
  const audited = WORKER.replace(/rateLimit:.*/, "");

  it.each([
    { flags: ["enable_request_signal"], close: "reset", status: null, told: ["told of aborted"] },
    // The platform ends all that the request does, the audit hook included.
    { flags: [], close: "reset", status: null, told: [] },
    // Half-closed: workerd cannot tell it from a client that still listens.
    { flags: ["enable_request_signal"], close: "end", status: 200, told: ["told of minted"] },
  ] as const)("with $flags and a connection that is $close", async ({ flags, close, status, told }) => {
    sandbox.control.addFault({ operation: "*", kind: "latency", delayMs: 400, carriedOut: false });
    const log: string[] = [];
    const worker = await startWorkerd(await bundleSource(audited), {
      compatibilityDate,
      compatibilityFlags: flags,
      bindings: { PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl },
      onLog: (line) => log.push(line),
    });
    const { port } = worker;
    const asking = httpRequest({ host: "127.0.0.1", port, method: "POST", headers: { origin: ORIGIN } });
    asking.on("error", () => {}).end();
    await vi.waitFor(() => expect(sandbox.control.seen()).toHaveLength(1), 10_000);

    if (close === "reset") asking.socket?.resetAndDestroy();
    else asking.destroy();
    if (told.length > 0) await vi.waitFor(() => expect(log).toEqual(told), 10_000);
    // For what must not come, there is only waiting.
    else await new Promise((resolve) => setTimeout(resolve, 600));
    await worker.close();

    expect(sandbox.control.seen()).toMatchObject([{ status }]);
    expect(sandbox.control.state().clientSecrets).toHaveLength(status === null ? 0 : 1);
    expect(log).toEqual(told);
  });
});

describe("without a Worker around it", () => {
  const { fetch, control } = createSandbox();
  const client = createClient(
    { PLASTIQ_API_KEY: LOCAL_API_KEY },
    { retries: 0, fetch: (url, init) => fetch(new Request(url, init)) },
  );
  const options = { client, allowedOrigins: [ORIGIN], authorize: () => ({ payerId: LOCAL_PAYER_ID }) };
  const ctx: WorkerContext = { waitUntil: () => {} };
  const post = () => new Request("https://worker.example/", { method: "POST", headers: { origin: ORIGIN } });

  it("limits each payer separately, and sends the binding's period as Retry-After", async () => {
    const limit = vi.fn(async () => ({ success: false }));
    const endpoint = mintEndpoint<Bindings & { LIMITER: RateLimitBinding }>({
      ...options,
      rateLimit: { binding: "LIMITER", period: 10 },
    });
    const response = await endpoint(post(), { LIMITER: { limit } }, ctx);
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "10"]);
    expect(limit.mock.calls).toEqual([[{ key: LOCAL_PAYER_ID }]]);
  });

  it("refuses everybody when the binding is missing, and names it", async () => {
    const onError = vi.fn();
    const endpoint = mintEndpoint({ ...options, rateLimit: { binding: "NOT_BOUND", period: 10 }, onError });
    expect((await endpoint(post(), {}, ctx)).status).toBe(503);
    expect(onError.mock.calls).toMatchObject([[{ message: "There is no rate limiting binding NOT_BOUND." }, {}]]);
    expect(control.seen()).toEqual([]);
  });

  it.each([undefined, null])("names what is missing when the options are %o", (missing) => {
    expect(() => mintEndpoint(missing as never)).toThrow("allowedOrigins must list exact origins");
  });

  it("refuses a period that no binding has", () => {
    const rateLimit = { binding: "MINT_LIMITER", period: 30 } as never;
    expect(() => mintEndpoint({ ...options, rateLimit })).toThrow(
      expect.objectContaining({ code: "configuration_invalid" }),
    );
  });

  it("takes a limiter of rate-limiter-flexible and a client made of the bindings, and passes the bindings on", async () => {
    const consume = vi.fn(async () => {});
    const given = vi.fn(() => client);
    const authorize = vi.fn(options.authorize);
    const env = { PLASTIQ_API_KEY: "of the request" };
    const endpoint = mintEndpoint({ ...options, authorize, client: given, rateLimit: { consume } });
    expect((await endpoint(post(), env, ctx)).status).toBe(200);
    expect([consume.mock.calls, given.mock.calls]).toEqual([[[LOCAL_PAYER_ID]], [[env]]]);
    expect(authorize.mock.calls).toMatchObject([[{ method: "POST" }, { native: { env, ctx } }]]);
  });

  it("does not reveal that a key is not bound", async () => {
    const { client: _, ...rest } = options;
    const onError = vi.fn();
    const response = await mintEndpoint({ ...rest, onError })(post(), {}, ctx);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/PLASTIQ_|API key|wrangler/);
    expect(onError.mock.calls).toMatchObject([[{ code: "configuration_invalid" }, {}]]);
  });
});

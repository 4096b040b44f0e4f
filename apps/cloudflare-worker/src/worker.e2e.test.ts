import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient } from "@plastiq-connect/cloudflare";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import type { InvoiceView } from "invoices";
import { Miniflare } from "miniflare";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";

// Every test starts processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const ROOT = fileURLToPath(new URL("..", import.meta.url));
// Node's fetch sends one byte for each character: these are the bytes of "Café" in UTF-8.
const USER_AGENT = "CafÃ©/1.0";
const ORIGIN = "https://shop.example";
const JEN = { origin: ORIGIN, authorization: "Bearer demo-session-of-jen" };
const CARD = {
  type: "CARD",
  data: {
    cardHolderName: "Jen Doe",
    accountNumber: "4242424242424242",
    cvv: "123",
    expirationMonth: "12",
    expirationYear: "2039",
    billingAddress: { line1: "1 Main St", city: "Oakland", state: "CA", postalCode: "94601", country: "US" },
  },
} as const;

const UPSTREAM_REFUSED = {
  type: "urn:plastiq-connect:mint:upstream-refused",
  title: "The payment provider refused. Try again later.",
  status: 502,
  traceId: expect.any(String),
};

let sandbox: RunningSandbox;
let code: string;
let config: Config;
let worker: Miniflare;
let url: URL;
let log: string[] = [];

beforeAll(async () => {
  [sandbox, code, config] = await Promise.all([startSandbox(), bundle(), readConfig()]);
  worker = run(sandbox.baseUrl);
  url = new URL("/client-secret", await worker.ready);
});
afterEach(() => {
  sandbox.control.reset();
  log = [];
});
afterAll(async () => {
  await worker?.dispose();
  await sandbox?.close();
});

it("mints for the signed-in user, and the secret can be spent", async () => {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      ...JEN,
      "user-agent": USER_AGENT,
      "end-user-device-id": "device-1",
      "cf-connecting-ip": "203.0.113.9",
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
      headers: { "user-agent": USER_AGENT, "end-user-device-id": "device-1", "end-user-ip": "203.0.113.9" },
    },
  ]);

  await spend(minted.clientSecret ?? "");
  expect(sandbox.control.state().clientSecrets).toMatchObject([{ state: "spent" }]);
});

it("knows a session by its cookie, too, and takes no payer id from the request", async () => {
  const response = await fetch(`${url}?payer=b3d7a1c2-58e4-4f09-8b6d-2c9e4a7f1053`, {
    method: "POST",
    headers: { origin: ORIGIN, cookie: "theme=dark; session=demo-session-of-jen" },
    body: JSON.stringify({ payer: { id: "b3d7a1c2-58e4-4f09-8b6d-2c9e4a7f1053" } }),
  });

  expect(response.status).toBe(200);
  expect(sandbox.control.seen()[0]?.body).toEqual({ payer: { id: LOCAL_PAYER_ID }, type: "CARD" });
});

it.each([
  ["nobody", { authorization: "" }, 401, "unauthenticated"],
  [
    "a stranger",
    { authorization: "Bearer made-up", cookie: "session=demo-session-of-jen-not" },
    401,
    "unauthenticated",
  ],
  ["a page of another origin", { origin: "https://evil.example" }, 403, "origin-refused"],
])("mints nothing for %s", async (_, headers, status, type) => {
  const response = await fetch(url, { method: "POST", headers: { ...JEN, ...headers } });

  expect(await problemOf(response)).toMatchObject({ type: `urn:plastiq-connect:mint:${type}`, status });
  expect(sandbox.control.seen()).toEqual([]);
});

it("responds to the preflight of an allowed origin", async () => {
  const headers = { origin: "http://localhost:5173", "access-control-request-method": "POST" };
  const { status, headers: sent } = await fetch(url, { method: "OPTIONS", headers });

  expect([status, sent.get("access-control-allow-origin")]).toEqual([204, "http://localhost:5173"]);
});

it("reports its health, and serves nothing else", async () => {
  expect(await (await fetch(new URL("/healthz", url))).json()).toEqual({ ok: true });
  expect(await problemOf(await fetch(url))).toMatchObject({ status: 405 });
  expect(await problemOf(await fetch(new URL("/", url), { method: "POST" }))).toMatchObject({ status: 404 });
  expect(sandbox.control.seen()).toEqual([]);
});

it("writes each mint to the log, with everything but the secret", async () => {
  const response = await fetch(url, { method: "POST", headers: JEN });
  const { clientSecret = "", traceId } = (await response.json()) as Record<string, string>;

  await vi.waitFor(() => expect(log.join()).toContain(`"traceId":"${traceId}"`), 20_000);
  expect(log.join()).toContain(`"payerId":"${LOCAL_PAYER_ID}"`);
  expect(log.join()).not.toContain(clientSecret);
});

it.each([429, 503, 500, 401, 403])(
  "reveals nothing of the vendor's response: it turns a %i into a 502",
  async (upstream) => {
    sandbox.control.addFault({ operation: "*", kind: "status", status: upstream, retryAfter: "0", times: null });

    const response = await problemOf(await fetch(url, { method: "POST", headers: JEN }));

    expect(response).toEqual(UPSTREAM_REFUSED);
    expect(JSON.stringify(response)).not.toMatch(/127\.0\.0\.1|createClientSecret|API key|local-sandbox/);
    await vi.waitFor(
      () => expect(log.join()).toMatch(new RegExp(`createClientSecret \\(127\\.0\\.0\\.1:\\d+\\): ${upstream}`)),
      20_000,
    );
    expect(log.join()).not.toContain(LOCAL_API_KEY);
  },
);

it("reports that the vendor cannot be reached, without its address", async () => {
  const gone = await startSandbox();
  await gone.close();
  const cutOff = run(gone.baseUrl);

  const response = await problemOf(
    await fetch(new URL("/client-secret", await cutOff.ready), { method: "POST", headers: JEN }),
  );
  await cutOff.dispose();

  expect(response).toEqual(UPSTREAM_REFUSED);
  expect(JSON.stringify(response)).not.toMatch(/127\.0\.0\.1|ECONN|connection/i);
});

it("limits the mints of one payer by its binding", async () => {
  const { limit, period } = config.ratelimits[0].simple;
  const strict = run(sandbox.baseUrl, { limit });
  const strictUrl = new URL("/client-secret", await strict.ready);

  // The binding's count starts anew with each period of the clock.
  const left = period * 1_000 - (Date.now() % (period * 1_000));
  if (left < 3_000) await new Promise((resolve) => setTimeout(resolve, left));
  const asked = Array.from({ length: limit + 2 }, () => fetch(strictUrl, { method: "POST", headers: JEN }));
  const responses = await Promise.all(asked);
  await strict.dispose();

  const limited = responses.filter(({ status }) => status === 429);
  expect(limited.map(({ headers }) => headers.get("retry-after"))).toEqual([String(period), String(period)]);
  expect(sandbox.control.seen()).toHaveLength(limit);
});

it("learns the status of a payment by its alarm, without any request", { timeout: 90_000 }, async () => {
  const { paymentMethods } = sandbox.control.seed({ paymentMethods: { card: { payer: "local", ...CARD } } });
  const shop = run(sandbox.baseUrl, { reconcileSeconds: "1" });
  const invoice = new URL("/invoices/1042", await shop.ready);
  const post = async (path: string, body: object): Promise<InvoiceView> => {
    const response = await fetch(`${invoice}/${path}`, { method: "POST", headers: JEN, body: JSON.stringify(body) });
    return (await response.json()) as InvoiceView;
  };

  const { quote } = await post("card", { paymentMethodId: paymentMethods.card });
  const { payment } = await post("pay", { quote: quote?.id });
  for (const status of ["IN_TRANSIT", "DEPOSITED"] as const) sandbox.control.advancePayment(payment?.id ?? "", status);
  sandbox.control.clearSeen();
  await vi.waitFor(() => expect(sandbox.control.seen({ operation: "retrievePayment" })).not.toEqual([]), 20_000);
  const view = async () => (await fetch(invoice, { headers: JEN })).json();
  await vi.waitFor(async () => expect(await view()).toMatchObject({ payment: { status: "DEPOSITED" } }), 20_000);
  await shop.dispose();
});

it("does not start without allowed origins, and says what to set", async () => {
  const misconfigured = run(sandbox.baseUrl, { allowedOrigins: "" });
  await expect(misconfigured.ready).rejects.toThrow();
  await misconfigured.dispose().catch(() => {});
  expect(log.join()).toContain("Set ALLOWED_ORIGINS");
});

/** Returns the code that `wrangler deploy` would upload. */
async function bundle(): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), "cloudflare-worker-"));
  const wrangler = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
  await promisify(execFile)(process.execPath, [wrangler, "deploy", "--dry-run", "--outdir", out], {
    cwd: ROOT,
    env: { ...process.env, WRANGLER_LOG_PATH: out, WRANGLER_SEND_METRICS: "false" },
  });
  const contents = await readFile(join(out, "index.js"), "utf8");
  await rm(out, { recursive: true });
  return contents;
}

/** The fields of `wrangler.jsonc` that are read. */
interface Config {
  readonly compatibility_date: string;
  readonly compatibility_flags: string[];
  readonly ratelimits: readonly [RateLimitConfig];
}

interface RateLimitConfig {
  readonly name: string;
  readonly namespace_id: string;
  readonly simple: { readonly limit: number; readonly period: 10 | 60 };
}

async function readConfig(): Promise<Config> {
  const text = await readFile(join(ROOT, "wrangler.jsonc"), "utf8");
  return JSON.parse(text.replaceAll(/^\s*\/\/.*/gm, ""));
}

/** The Worker as `wrangler.jsonc` configures it, but for its variables and its limit. */
function run(
  baseUrl: string,
  { limit = 1_000, allowedOrigins = `${ORIGIN}, http://localhost:5173`, reconcileSeconds = "" } = {},
): Miniflare {
  const [{ name, namespace_id, simple }] = config.ratelimits;
  return new Miniflare({
    host: "127.0.0.1",
    port: 0,
    handleStructuredLogs: ({ message }) => log.push(message),
    workers: [
      {
        config: {
          name: "worker",
          compatibilityDate: config.compatibility_date,
          compatibilityFlags: config.compatibility_flags,
          env: {
            PLASTIQ_API_KEY: { type: "text", value: LOCAL_API_KEY },
            PLASTIQ_BASE_URL: { type: "text", value: baseUrl },
            ALLOWED_ORIGINS: { type: "text", value: allowedOrigins },
            RECONCILE_SECONDS: { type: "text", value: reconcileSeconds },
            INVOICES: { type: "durable-object", worker: "worker", exportName: "InvoicesObject" },
            [name]: { type: "rate-limit", namespace: namespace_id, simple: { ...simple, limit } },
          },
          exports: { InvoicesObject: { type: "durable-object", storage: "sqlite" } },
          manifest: {
            mainModule: "index.js",
            modulesRoot: "/",
            modules: { "index.js": { type: "esm", contents: code } },
          },
        },
      },
    ],
  });
}

async function problemOf(response: Response): Promise<unknown> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = (await response.json()) as { status: number };
  expect(problem.status).toBe(response.status);
  return problem;
}

async function spend(clientSecret: string): Promise<void> {
  const browser = createClient({ PLASTIQ_API_KEY: "not-used", PLASTIQ_BASE_URL: sandbox.baseUrl });
  await browser.paymentMethods.create(CARD, { endUser: "none", clientSecret });
}

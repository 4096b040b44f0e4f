import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient } from "@plastiq-connect/cloudflare";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { Miniflare } from "miniflare";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";

// Every test starts processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const ROOT = fileURLToPath(new URL("..", import.meta.url));
// Node's fetch sends one byte for each character: these are the bytes of "Café" in UTF-8.
const USER_AGENT = "CafÃ©/1.0";
const JEN = { authorization: "Bearer demo-session-of-jen" };

let sandbox: RunningSandbox;
let code: string;
let worker: Miniflare;
let url: URL;
let log: string[] = [];

beforeAll(async () => {
  [sandbox, code] = await Promise.all([startSandbox(), bundle()]);
  worker = await run(sandbox.baseUrl);
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

it("mints for who is signed in, and the secret can be spent", async () => {
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      ...JEN,
      "user-agent": USER_AGENT,
      "end-user-device-id": "device-1",
      "cf-connecting-ip": "203.0.113.9",
      "x-forwarded-for": "198.51.100.66, 203.0.113.9",
    },
  });

  expect(answer.status).toBe(200);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const minted = (await answer.json()) as Record<string, string>;
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
  const answer = await fetch(`${url}?payer=b3d7a1c2-58e4-4f09-8b6d-2c9e4a7f1053`, {
    method: "POST",
    headers: { cookie: "theme=dark; session=demo-session-of-jen" },
    body: JSON.stringify({ payer: { id: "b3d7a1c2-58e4-4f09-8b6d-2c9e4a7f1053" } }),
  });

  expect(answer.status).toBe(200);
  expect(sandbox.control.seen()[0]?.body).toEqual({ payer: { id: LOCAL_PAYER_ID }, type: "CARD" });
});

it.each<[string, RequestInit]>([
  ["nobody", {}],
  ["a stranger", { headers: { authorization: "Bearer made-up", cookie: "session=demo-session-of-jen-not" } }],
])("mints nothing for %s", async (_, init) => {
  const answer = await fetch(url, { method: "POST", ...init });

  expect(await problemOf(answer)).toEqual({ type: "about:blank", title: "Sign in first.", status: 401 });
  expect(sandbox.control.seen()).toEqual([]);
});

it("answers POST only, at one path", async () => {
  expect(await problemOf(await fetch(url))).toMatchObject({ status: 405 });
  expect(await problemOf(await fetch(new URL("/", url), { method: "POST" }))).toMatchObject({ status: 404 });
  expect(sandbox.control.seen()).toEqual([]);
});

it.each([
  [429, 503],
  [503, 503],
  [500, 502],
  [401, 500],
  [403, 500],
])("says nothing of the vendor's answer: a %i upstream is a %i here", async (upstream, status) => {
  sandbox.control.addFault({ operation: "*", kind: "status", status: upstream, retryAfter: "0", times: null });

  const answer = await problemOf(await fetch(url, { method: "POST", headers: JEN }));

  expect(answer).toEqual({ type: "about:blank", title: expect.any(String), status, traceId: expect.any(String) });
  expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|createClientSecret|API key|local-sandbox/);
  expect(log.join()).toContain(`createClientSecret: ${upstream}`);
  expect(log.join()).not.toContain(LOCAL_API_KEY);
});

it("says so when the vendor cannot be reached, without where it is", async () => {
  const gone = await startSandbox();
  await gone.close();
  const cutOff = await run(gone.baseUrl);

  const answer = await problemOf(
    await fetch(new URL("/client-secret", await cutOff.ready), { method: "POST", headers: JEN }),
  );
  await cutOff.dispose();

  expect(answer).toMatchObject({ status: 502 });
  expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|ECONN|connection/i);
});

/** What `wrangler deploy` would upload. */
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

async function run(baseUrl: string): Promise<Miniflare> {
  const config = await readFile(join(ROOT, "wrangler.jsonc"), "utf8");
  const [, compatibilityDate = ""] = /"compatibility_date": "([\d-]+)"/.exec(config) ?? [];
  return new Miniflare({
    host: "127.0.0.1",
    port: 0,
    handleStructuredLogs: ({ message }) => log.push(message),
    workers: [
      {
        config: {
          name: "worker",
          compatibilityDate,
          env: {
            PLASTIQ_API_KEY: { type: "text", value: LOCAL_API_KEY },
            PLASTIQ_BASE_URL: { type: "text", value: baseUrl },
          },
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

async function problemOf(answer: Response): Promise<unknown> {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  const problem = (await answer.json()) as { status: number };
  expect(problem.status).toBe(answer.status);
  return problem;
}

async function spend(clientSecret: string): Promise<void> {
  const browser = createClient({ PLASTIQ_API_KEY: "not-used", PLASTIQ_BASE_URL: sandbox.baseUrl });
  const billingAddress = { line1: "1 Main St", city: "Oakland", state: "CA", postalCode: "94601", country: "US" };
  const card = { cardHolderName: "Jen Doe", accountNumber: "4242424242424242", cvv: "123" };
  await browser.paymentMethods.create(
    { type: "CARD", data: { ...card, expirationMonth: "12", expirationYear: "2039", billingAddress } },
    { endUser: "none", clientSecret },
  );
}

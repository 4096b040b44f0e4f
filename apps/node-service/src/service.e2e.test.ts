import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createClient } from "@plastiq-connect/node";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";

// Every test starts processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const ORIGIN = "https://shop.example";
const JEN = { origin: ORIGIN, authorization: "Bearer demo-session-of-jen" };
const SAM_PAYER_ID = "b3d7a1c2-58e4-4f09-8b6d-2c9e4a7f1053";

const UPSTREAM_REFUSED = {
  type: "urn:plastiq-connect:mint:upstream-refused",
  title: "The payment provider refused. Try again later.",
  status: 502,
  traceId: expect.any(String),
};

let sandbox: RunningSandbox;
let service: RunningService;
beforeAll(async () => {
  sandbox = await startSandbox();
  service = await startService(sandbox.baseUrl);
});
afterEach(() => sandbox.control.reset());
afterAll(async () => {
  service?.process.kill("SIGKILL");
  await sandbox?.close();
});

it("mints for the signed-in user, and the secret can be spent", async () => {
  const response = await fetch(service.url, {
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

  await spend(minted.clientSecret);
  expect(sandbox.control.state().clientSecrets).toMatchObject([{ state: "spent" }]);
});

it("sends no address when the proxy in front reports none", async () => {
  await fetch(service.url, { method: "POST", headers: JEN });

  expect(sandbox.control.seen()[0]?.headers).not.toHaveProperty("end-user-ip");
});

it("knows a session by its cookie, too, and takes no payer id from the request", async () => {
  const response = await fetch(`${service.url}?payer=${SAM_PAYER_ID}`, {
    method: "POST",
    headers: {
      origin: ORIGIN,
      cookie: "theme=dark; session=demo-session-of-jen",
      "content-type": "application/json",
    },
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
  const response = await fetch(service.url, { method: "POST", headers: { ...JEN, ...headers } });

  expect(await problemOf(response)).toMatchObject({ type: `urn:plastiq-connect:mint:${type}`, status });
  expect(sandbox.control.seen()).toEqual([]);
});

it("responds to the preflight of an allowed origin", async () => {
  const headers = { origin: "http://localhost:5173", "access-control-request-method": "POST" };
  const response = await fetch(service.url, { method: "OPTIONS", headers });

  expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([
    204,
    "http://localhost:5173",
  ]);
});

it("reports its health, and serves nothing else", async () => {
  expect(await (await fetch(new URL("/healthz", service.url))).json()).toEqual({ ok: true });
  expect(await problemOf(await fetch(service.url))).toMatchObject({ status: 405 });
  expect(await problemOf(await fetch(new URL("/", service.url), { method: "POST" }))).toMatchObject({ status: 404 });
});

it("limits the mints of one payer to MINTS_PER_MINUTE, and not those of others", async () => {
  const strict = await startService(sandbox.baseUrl, { MINTS_PER_MINUTE: "2" });
  onTestFinished(() => void strict.process.kill("SIGKILL"));
  const mint = (headers: Record<string, string>) => fetch(strict.url, { method: "POST", headers });

  const responses = await Promise.all(Array.from({ length: 5 }, () => mint(JEN)));

  expect(responses.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429, 429]);
  expect(sandbox.control.seen()).toHaveLength(2);
  // Sam is unknown to the sandbox, but reaches it.
  await mint({ ...JEN, authorization: "Bearer demo-session-of-sam" });
  expect(sandbox.control.seen()[2]?.body).toMatchObject({ payer: { id: SAM_PAYER_ID } });
});

it("writes each mint to the log, with everything but the secret", async () => {
  const { clientSecret = "", traceId } = (await (
    await fetch(service.url, { method: "POST", headers: JEN })
  ).json()) as Record<string, string>;

  await vi.waitFor(() => expect(service.log()).toMatch(`"traceId":"${traceId}"`), 20_000);
  expect(service.log()).toContain(`"payerId":"${LOCAL_PAYER_ID}"`);
  expect(service.log()).not.toContain(clientSecret);
});

it.each(["/webhooks/", "//webhooks/", "/Webhooks/", "/%77ebhooks/"])(
  "keeps a webhook's secret behind %s out of the log",
  async (path) => {
    const secret = randomBytes(32).toString("hex");
    const { origin } = new URL(service.url);
    await fetch(`${origin}${path}${secret}?of=${encodeURIComponent(path)}`, { method: "POST" });

    const logged = `"url":"${path}[redacted]?of=${encodeURIComponent(path)}"`;
    await vi.waitFor(() => expect(service.log()).toContain(logged), 20_000);
    expect(service.log()).not.toContain(secret);
  },
);

it.each([429, 503, 500, 401, 403])(
  "reveals nothing of the vendor's response: it turns a %i into a 502",
  async (upstream) => {
    sandbox.control.addFault({ operation: "*", kind: "status", status: upstream, retryAfter: "0", times: null });

    const response = await problemOf(await fetch(service.url, { method: "POST", headers: JEN }));

    expect(response).toEqual(UPSTREAM_REFUSED);
    expect(JSON.stringify(response)).not.toMatch(/127\.0\.0\.1|createClientSecret|API key/);
    await vi.waitFor(
      () => expect(service.log()).toMatch(new RegExp(`createClientSecret \\(127\\.0\\.0\\.1:\\d+\\): ${upstream}`)),
      20_000,
    );
    expect(service.log()).not.toContain(LOCAL_API_KEY);
  },
);

it("reports that the vendor cannot be reached, without its address", async () => {
  const gone = await startSandbox();
  await gone.close();
  const cutOff = await startService(gone.baseUrl);
  onTestFinished(() => void cutOff.process.kill("SIGKILL"));

  const response = await problemOf(await fetch(cutOff.url, { method: "POST", headers: JEN }));

  expect(response).toEqual(UPSTREAM_REFUSED);
  expect(JSON.stringify(response)).not.toMatch(/127\.0\.0\.1|ECONN|connection/i);
});

describe.each(["SIGTERM", "SIGINT"] as const)("on %s", (signal) => {
  it("accepts no new requests, responds to those in progress, and exits with 0", async () => {
    const stopping = await startService(sandbox.baseUrl);
    onTestFinished(() => void stopping.process.kill("SIGKILL"));
    const exit = once(stopping.process, "exit");
    sandbox.control.addFault({ operation: "*", kind: "latency", delayMs: 500 });
    const inProgress = fetch(stopping.url, { method: "POST", headers: JEN });
    await vi.waitFor(() => expect(sandbox.control.seen()).toHaveLength(1), 10_000);

    stopping.process.kill(signal);
    await vi.waitFor(() => expect(fetch(new URL("/healthz", stopping.url))).rejects.toThrow("fetch failed"), 10_000);

    const response = await inProgress;
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ clientSecret: expect.stringMatching(/^LOCALCLIENTSECRET/) });
    expect(await exit).toEqual([0, null]);
  });
});

it.each([
  ["without an API key", { PLASTIQ_API_KEY: "" }, "Set PLASTIQ_API_KEY to the API key of the environment."],
  ["without allowed origins", { ALLOWED_ORIGINS: " , " }, "Set ALLOWED_ORIGINS to the exact origins of your pages"],
  ["that never pauses", { RECONCILE_SECONDS: "0" }, "RECONCILE_SECONDS must be a positive integer."],
  [
    "with a limit that is not a number",
    { MINTS_PER_MINUTE: "many" },
    "MINTS_PER_MINUTE must be a non-negative integer.",
  ],
])("does not start %s, and says what to set", async (_, env, message) => {
  const child = start(sandbox.baseUrl, env);
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });

  expect(await once(child, "close")).toEqual([1, null]);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain(LOCAL_API_KEY);
});

/** The service as it runs anywhere: a process of its own. */
interface RunningService {
  readonly process: ChildProcessWithoutNullStreams;
  /** Of `POST /client-secret`. */
  readonly url: string;
  /** Its output so far. */
  log(): string;
}

function start(baseUrl: string, env: Readonly<Record<string, string>> = {}): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH ?? "",
      HOST: "127.0.0.1",
      PORT: "0",
      PLASTIQ_API_KEY: LOCAL_API_KEY,
      PLASTIQ_BASE_URL: baseUrl,
      ALLOWED_ORIGINS: `${ORIGIN}, http://localhost:5173`,
      MINTS_PER_MINUTE: "1000",
      ...env,
    },
  });
}

async function startService(baseUrl: string, env?: Readonly<Record<string, string>>): Promise<RunningService> {
  const child = start(baseUrl, env);
  let printed = "";
  const port = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        printed += chunk;
        const [, port] = /listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(printed) ?? [];
        if (port !== undefined) resolve(port);
      });
    }
    child.once("close", () => reject(new Error(printed)));
  });
  return { process: child, url: `http://127.0.0.1:${port}/client-secret`, log: () => printed };
}

async function problemOf(response: Response): Promise<unknown> {
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  const problem = (await response.json()) as { status: number };
  expect(problem.status).toBe(response.status);
  return problem;
}

async function spend(clientSecret: string | undefined): Promise<void> {
  const browser = createClient({ apiKey: "not-used", baseUrl: sandbox.baseUrl });
  const billingAddress = { line1: "1 Main St", city: "Oakland", state: "CA", postalCode: "94601", country: "US" };
  const card = { cardHolderName: "Jen Doe", accountNumber: "4242424242424242", cvv: "123" };
  await browser.paymentMethods.create(
    { type: "CARD", data: { ...card, expirationMonth: "12", expirationYear: "2039", billingAddress } },
    { endUser: "none", clientSecret },
  );
  await browser.close();
}

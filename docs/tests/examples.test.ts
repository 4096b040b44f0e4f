// The code of the documentation's pages is run as it stands, so that it cannot rot.
import "../examples/testing/mint.test.ts";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import getPort from "get-port";
import { chromium } from "playwright-core";
import { BUN, DENO } from "runtimes/binary";
import { chromiumPath } from "runtimes/chromium";
import { createServer as createViteServer } from "vite";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { runWorker } from "../../packages/cloudflare/src/testing/worker.ts";
import type { Inbound } from "../../packages/node/dist/index.js";

// Most of them are processes, which take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const START = fileURLToPath(new URL("../examples/start/", import.meta.url));
const ORIGIN = "http://localhost:5173";

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.control.reset());
afterAll(() => sandbox?.close());

describe("the five-minute example", () => {
  it("mints in Node", async () => {
    await expectMint(await runServer(process.execPath, ["server.mjs"]));
  });

  it.skipIf(!BUN.path)("mints in Bun", async () => {
    await expectMint(await runServer(BUN.path ?? "", ["server.mjs"]));
  });

  it.skipIf(!DENO.path)("mints in Deno with the permissions that its page names", async () => {
    const page = readFileSync(new URL("../start/deno.md", import.meta.url), "utf8");
    const [allowEnv = ""] = /--allow-env=\S+/.exec(page) ?? [];
    const [, hosts = ""] = /--allow-net=(\S+)/.exec(page) ?? [];
    const port = await getPort();
    const allowNet = `--allow-net=${hosts.replace("4010", String(sandbox.port)).replace("8000", String(port))}`;
    const flags = ["--no-prompt", "--no-remote", "--no-config", "--node-modules-dir=manual"];
    await expectMint(
      await runServer(DENO.path ?? "", ["run", ...flags, "--no-check", allowEnv, allowNet, "deno.ts"], {
        port,
        env: { DENO_SERVE_ADDRESS: `tcp:0.0.0.0:${port}` },
      }),
    );
  });

  it("mints in workerd, at the date of its configuration", async () => {
    const [, compatibilityDate = ""] = /"compatibility_date": "(.+)"/.exec(read("worker/wrangler.jsonc")) ?? [];
    const worker = await runWorker(read("worker/src/index.ts"), { compatibilityDate, baseUrl: sandbox.baseUrl });
    onTestFinished(() => worker.close());
    await expectMint(worker.url);
  });

  it("stores a card in the browser, with the server for Node", async () => {
    const port = await getPort();
    const origin = `http://localhost:${port}`;
    const server = await runServer(process.execPath, [copyOf("server.mjs", ORIGIN, origin)]);
    const vite = await createViteServer({
      root: join(START, "browser"),
      logLevel: "silent",
      cacheDir: join(START, "../../.cache/vite"),
      server: { port, strictPort: true, proxy: { "/client-secret": { target: server.origin } } },
      plugins: [{ name: "sandbox", transform: (code) => code.replaceAll("http://127.0.0.1:4010", sandbox.origin) }],
    });
    await vite.listen();
    const browser = await chromium.launch({ executablePath: await chromiumPath(), args: ["--no-sandbox"] });
    onTestFinished(async () => {
      await Promise.all([browser.close(), vite.close()]);
    });
    const page = await browser.newPage();
    await page.goto(origin);

    await page.getByRole("button").click();

    await page.getByText("Stored: Visa ending in 4242").waitFor();
    expect(sandbox.control.state().paymentMethods).toHaveLength(1);
  });
});

describe("the sandbox that the pages start", () => {
  it.skipIf(!DENO.path)("runs in Deno", async () => {
    await expectSandbox(DENO.path ?? "", ["run", "-A", "--no-remote", "--no-config", "--node-modules-dir=manual"]);
  });

  it.skipIf(!BUN.path)("runs in Bun", async () => {
    await expectSandbox(BUN.path ?? "", []);
  });

  async function expectSandbox(program: string, words: readonly string[]): Promise<void> {
    const cli = fileURLToPath(new URL("../../packages/cli/dist/bin.js", import.meta.url));
    const port = await getPort();
    const url = await runServer(program, [...words, cli, "sandbox", "--port", String(port)], { port });
    expect((await fetch(new URL("/control/health", url))).status).toBe(200);
  }
});

describe("the guide's code", () => {
  const inbound: Inbound = { header: (name) => (name === "user-agent" ? "A browser" : undefined), peer: "203.0.113.7" };
  const contact = { firstName: "Ada", lastName: "Example", email: "ada@example.com" };

  beforeAll(() => {
    vi.stubEnv("PLASTIQ_API_KEY", LOCAL_API_KEY);
    vi.stubEnv("PLASTIQ_BASE_URL", sandbox.baseUrl);
    return () => vi.unstubAllEnvs();
  });

  it("mints without an end user, and prints no secret", async () => {
    const child = spawn(process.execPath, ["mint.mjs"], { cwd: START });
    let printed = "";
    child.stdout.on("data", (bytes) => {
      printed += bytes;
    });
    await once(child, "close");
    expect(printed).toMatch(/^\[redacted\] \d{5} [\da-f-]{36}\n$/);
  });

  it("mints with a single function", async () => {
    const { mint } = await import("../examples/single-functions.ts");
    expect(await mint(LOCAL_API_KEY, LOCAL_PAYER_ID, sandbox.baseUrl)).toMatch(/^LOCALCLIENTSECRET/);
  });

  it("mints with its own limits and hooks", async () => {
    const { mintInAHurry } = await import("../examples/time-budgets.ts");
    const { connect } = await import("../examples/hooks.ts");
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    onTestFinished(() => log.mockRestore());
    sandbox.control.addFault({ operation: "createClientSecret", kind: "status", status: 503, retryAfter: "0" });

    await expect(mintInAHurry(LOCAL_PAYER_ID)).rejects.toMatchObject({ code: "server_unavailable", attempts: 1 });
    await connect.clientSecrets.create({ payer: { id: LOCAL_PAYER_ID } }, { endUser: "none" });

    expect(log).toHaveBeenCalledWith("createClientSecret", 200, expect.any(Number), expect.any(String));
  });

  it("never creates a second payer", async () => {
    const { createClient } = await import("../../packages/node/dist/index.js");
    const { createPayerOnce } = await import("../examples/create-payer-once.ts");
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => log.mockRestore());
    const payers = sandbox.control.state().payers.length;
    sandbox.control.addFault({ operation: "createPayer", kind: "severed-body" });

    expect(await createPayerOnce(createClient(), { contact })).toBeUndefined();

    expect(sandbox.control.state().payers).toHaveLength(payers + 1);
    expect(log).toHaveBeenCalledWith(expect.any(String), "network_failed", expect.any(String));
  });

  it("responds to a page without mintEndpoint", async () => {
    const { respond } = await import("../examples/mint-endpoint-by-hand.ts");
    const minted = await respond(inbound, LOCAL_PAYER_ID);
    expect(minted.headers.get("cache-control")).toBe("no-store");
    expect(await minted.json()).toEqual({
      clientSecret: expect.stringMatching(/^LOCALCLIENTSECRET/),
      expiresIn: expect.any(Number),
    });
  });

  it("behaves after a migration as before", async () => {
    const { clientSecretFor } = await import("../examples/migration.ts");
    const headers = { "user-agent": "A browser", "x-forwarded-for": "203.0.113.7" };
    const { clientSecret } = await clientSecretFor(LOCAL_PAYER_ID, {
      headers,
      socket: {},
    } as unknown as IncomingMessage);
    expect(clientSecret).toMatch(/^LOCALCLIENTSECRET/);
    expect(sandbox.control.seen()[0]?.headers).toMatchObject({
      "user-agent": "A browser",
      "end-user-ip": "203.0.113.7",
    });
  });
});

function read(file: string): string {
  return readFileSync(join(START, file), "utf8");
}

/** The example with another text instead of one, in a file beside it that goes away with the test. */
function copyOf(file: string, text: string, other: string): string {
  const copy = `.readme-example-${process.pid}-${file}`;
  writeFileSync(join(START, copy), read(file).replace(text, other));
  onTestFinished(() => rmSync(join(START, copy)));
  return copy;
}

/** Runs a server until it responds. */
async function runServer(
  program: string,
  words: readonly string[],
  { port, env = {} }: { port?: number; env?: Readonly<Record<string, string>> } = {},
): Promise<URL> {
  const place = port ?? (await getPort());
  const child = spawn(program, words, {
    cwd: START,
    env: {
      ...process.env,
      PLASTIQ_API_KEY: LOCAL_API_KEY,
      PLASTIQ_BASE_URL: sandbox.baseUrl,
      PORT: String(place),
      NO_COLOR: "1",
      ...env,
    },
  });
  let printed = "";
  let ended = false;
  child.once("close", () => {
    ended = true;
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes) => {
      printed += bytes;
    });
  }
  onTestFinished(() => void child.kill("SIGKILL"));
  const url = new URL(`http://127.0.0.1:${place}`);
  await vi.waitFor(
    async () => {
      if (ended) throw new Error(printed);
      await fetch(url);
    },
    { timeout: 20_000 },
  );
  return url;
}

/** As the pages' `curl` asks. */
async function expectMint(url: URL): Promise<void> {
  const ask = (headers: Readonly<Record<string, string>>) =>
    fetch(new URL("/client-secret", url), { method: "POST", headers: { origin: ORIGIN, ...headers } });

  const response = await ask({ cookie: "session=demo" });

  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    clientSecret: expect.stringMatching(/^LOCALCLIENTSECRET/),
    expiresAt: expect.any(String),
    expiresIn: expect.any(Number),
    traceId: sandbox.control.seen()[0]?.traceId,
  });
  expect((await ask({})).status).toBe(401);
}

// The examples in the READMEs are run as they stand, so that they cannot rot.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import getPort from "get-port";
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { exampleOf } from "./readme-example.ts";

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

function run(
  path: string,
  variables: Record<string, string> = {},
  words: readonly string[] = [],
): { child: ChildProcess; output: () => string } {
  let text = "";
  const env = { ...process.env, PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl, ...variables };
  const child = spawn(process.execPath, [path, ...words], { env });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes) => {
      text += bytes;
    });
  }
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, output: () => text };
}

it("mints by the first page's example, which prints no secret", async () => {
  const example = exampleOf("", "packages/node");
  onTestFinished(example.remove);
  const { child, output } = run(example.path);
  const [status] = await once(child, "exit");
  expect(output()).toMatch(/^\[redacted\] \d{4}-\d\d-\d\dT\S+ [\da-f-]{36}\n$/);
  expect(status).toBe(0);
});

it("responds to a browser with a secret in the Node adapter's example", async () => {
  const example = exampleOf("packages/node");
  onTestFinished(example.remove);
  const port = await getPort();
  const { child, output } = run(example.path, { PORT: String(port) });
  const response = await vi.waitFor(
    () =>
      fetch(`http://127.0.0.1:${port}/`, { headers: { "User-Agent": "A browser", "X-Forwarded-For": "203.0.113.7" } }),
    { timeout: 20_000 },
  );
  const { clientSecret, expiresIn } = (await response.json()) as { clientSecret: string; expiresIn: number };
  expect(clientSecret.length).toBeGreaterThan(10);
  expect(expiresIn).toBeGreaterThan(55_000);
  const { headers } = sandbox.control.seen({ operation: "createClientSecret" }).at(-1) ?? {};
  expect(headers).toMatchObject({ "user-agent": "A browser", "end-user-ip": "203.0.113.7" });

  sandbox.control.addFault({ operation: "createClientSecret", kind: "status", status: 403 });
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(502);
  expect(output()).toMatch(/allowlist/);
  child.kill();
});

it("returns the secret's value in core's example", async () => {
  const example = exampleOf("packages/core");
  onTestFinished(example.remove);
  const { mint } = await import(example.path);
  expect(await mint(LOCAL_API_KEY, LOCAL_PAYER_ID, sandbox.baseUrl)).toMatch(/^\S{10,}$/);
});

it("mints without a network by the sandbox's example", async () => {
  const example = exampleOf("packages/sandbox");
  onTestFinished(example.remove);
  appendFileSync(example.path, "console.log(response.status, sandbox.control.seen().length);\n");
  const { child, output } = run(example.path);
  const [status] = await once(child, "exit");
  expect(output()).toMatch(/^200 1$/m);
  expect(status).toBe(0);
});

it.each(["mint", "pay", "webhook trigger"])(
  "prints what its README shows, by the command line's example of %s",
  async (command) => {
    const readme = readFileSync(new URL("../../packages/cli/README.md", import.meta.url), "utf8");
    // Somebody who listens for the event that an example triggers.
    onTestFinished(sandbox.control.onWebhook(() => new Response()));
    const example = new RegExp(`^\\$ plastiq-connect (${command} [^\\n]*)\\n(.*?)\\n\`\`\``, "ms");
    const [, words = "", shown = ""] = example.exec(readme) ?? [];
    const { child, output } = run(
      fileURLToPath(new URL("../../packages/cli/dist/bin.js", import.meta.url)),
      {},
      words.split(" "),
    );
    const [status] = await once(child, "exit");
    // The labels; dates, ids and ports are this run's. The two streams may arrive in either order.
    const labels = (text: string): unknown[] =>
      text
        .trim()
        .split("\n")
        .map((line) => line.split(/ {2,}/)[0])
        .sort();
    expect(labels(output())).toEqual(labels(shown));
    expect(output()).not.toMatch(/LOCALCLIENTSECRET|4242424242424242/);
    expect(status).toBe(0);
  },
);

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, it, type TestContext } from "vitest";
import { exampleOf } from "../../../docs/tests/readme-example.ts";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));

async function run(
  { onTestFinished }: TestContext,
  ...words: string[]
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, words, { cwd: PACKAGE, env: {} });
  onTestFinished(() => void child.kill("SIGKILL"));
  const closed = once(child, "close");
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code: child.exitCode, output: out + err };
}

const conformance = (context: TestContext, ...args: string[]): ReturnType<typeof run> =>
  run(context, "dist/bin.js", ...args);

function moduleOf({ onTestFinished }: TestContext, code: string): string {
  const folder = mkdtempSync(join(tmpdir(), "conformance-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "my-fetch.mjs");
  writeFileSync(path, code);
  return path;
}

describe.concurrent("the command", () => {
  it("lets the README's fetch pass every case that makes requests", { timeout: 60_000 }, async (context) => {
    const [, example = ""] = /```js\n(.*?)```/s.exec(readFileSync(`${PACKAGE}README.md`, "utf8")) ?? [];
    const { code, output } = await conformance(context, "--fetch", moduleOf(context, example));
    context.expect(output).toMatch(/^\d{2,} passed, 0 failed$/m);
    context.expect(output).toContain("POST /api/client-secrets");
    context.expect(code).toBe(0);
  });

  it.for<[string, string, string]>([
    ["follows redirects", "{ ...init, redirect: 'follow' }", "redirect/307"],
    ["drops the trace id", "{ ...init, headers: { ...init.headers, 'trace-id': '' } }", "headers/trace-id-is-sent"],
    ["names itself", "{ ...init, headers: { ...init.headers, 'user-agent': 'me' } }", "headers/nobody-is-at-a-browser"],
  ])("fails by name a fetch that %s", async ([, init, name], context) => {
    const path = moduleOf(context, `export default (url, init) => fetch(url, ${init});`);
    const { code, output } = await conformance(context, "--fetch", path, "--case", name);
    context.expect(output).toContain(`FAILED ${name} in Node.js`);
    context.expect(output).toMatch(/^0 passed, 1 failed$/m);
    context.expect(code).toBe(1);
  });

  it("fails a fetch that repeats requests", async (context) => {
    const again = "export default async (url, init) => { await fetch(url, init); return fetch(url, init); };";
    const { output } = await conformance(
      context,
      "--fetch",
      moduleOf(context, again),
      "--case",
      "spend/card",
      "--case",
      "spend/once",
    );
    context.expect(output).toContain("FAILED spend/card in Node.js");
    context.expect(output).not.toMatch(/LOCALCLIENTSECRET|378282246310005/);
  });

  it("lets a proxy pass every case, but those that break its connection", { timeout: 60_000 }, async (context) => {
    const sandboxPort = await freePort();
    const proxy = createServer((inbound, outbound) => {
      const { method, url, headers } = inbound;
      const upstream = request({ host: "127.0.0.1", port: sandboxPort, method, path: url, headers }, (response) => {
        outbound.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outbound);
        outbound.on("close", () => response.destroy());
      });
      upstream.on("error", () => outbound.writeHead(502).end());
      outbound.on("close", () => upstream.destroy());
      inbound.pipe(upstream);
    }).listen(0, "127.0.0.1");
    context.onTestFinished(() => {
      proxy.closeAllConnections();
      proxy.close();
    });
    await once(proxy, "listening");
    const baseUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/api`;
    const { code, output } = await conformance(context, "--base-url", baseUrl, "--sandbox-port", String(sandboxPort));
    context.expect(output).toMatch(/^\d{2,} passed, 0 failed, \d+ not applicable: A proxy may respond/m);
    context.expect(code).toBe(0);
  });

  it.for<[string[], string]>([
    [["--fetch", "./missing.mjs"], "missing.mjs"],
    [["--sandbox-port", "x"], "--sandbox-port must be a number"],
    [["--case", "retry/none-of-these"], "No case that makes requests has this name"],
    [["--verbose"], "--verbose"],
  ])("%j cannot run", async ([args, message], context) => {
    const { code, output } = await conformance(context, ...args);
    context.expect(output).toContain(message);
    context.expect(code).toBe(2);
  });

  it("names the cases and their rules with --list", async (context) => {
    const { code, output } = await conformance(context, "--list");
    context.expect(output).toMatch(/^retry\/503-heals\n {4}\S/m);
    context.expect(code).toBe(0);
  });

  it("runs the README's case", async (context) => {
    const example = exampleOf("packages/conformance");
    context.onTestFinished(example.remove);
    const { code, output } = await run(context, example.path);
    context.expect(output).toMatch(/^1 0 \[/);
    context.expect(code).toBe(0);
  });
});

async function freePort(): Promise<number> {
  const server = createSocketServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { startSandbox } from "@plastiq-connect/sandbox/server";
import { BUN, DENO } from "runtimes/binary";
import { expect, it, onTestFinished, vi } from "vitest";
import { runProcess } from "./testing/run-process.ts";

// Deno compiles with all types, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

it("waits for a slow vendor longer than Bun's default, with the recipe for Bun", async () => {
  const sandbox = await startSandbox();
  onTestFinished(async () => void (await sandbox.close()));
  const env = { PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl };
  const bun = await runProcess(BUN, ["src/bun.ts"], env);
  onTestFinished(async () => void (await bun.close()));
  // The client gives up the first attempt after 10 s, and mints with the next one.
  sandbox.control.addFault({ operation: "*", kind: "latency", delayMs: 60_000, carriedOut: false });
  sandbox.control.addFault({ operation: "*", kind: "latency", delayMs: 5_000 });

  const headers = { origin: "https://shop.example", cookie: "session=session-of-jen", "user-agent": "Browser/1.0" };
  const response = await fetch(bun.url, { method: "POST", headers });

  expect(response.status).toBe(200);
});

it("compiles the recipe for Deno against Deno's own types", async () => {
  // Packages of a workspace are linked, which Deno does not expect of what is installed.
  const check = promisify(execFile)(
    DENO.path ?? "",
    ["check", "--quiet", "--unstable-sloppy-imports", "--node-modules-dir=manual", "src/deno.ts"],
    { cwd: fileURLToPath(new URL("..", import.meta.url)) },
  );

  await expect(check).resolves.toEqual({ stdout: "", stderr: "" });
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("blockNetwork in a setup file makes a suite of Vitest fail that would call the vendor", async () => {
  const suite = fileURLToPath(new URL("../examples/testing/network", import.meta.url));
  const vitest = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));
  const child = spawn(process.execPath, [vitest, "run"], { cwd: suite, env: { HOME: process.env.HOME, CI: "1" } });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  expect(child.exitCode, stdout).toBe(1);
  expect(stderr).toContain("blockNetwork() was called, so nothing was sent to connect.sandbox.plastiq.com.");
});

import { closeSync, existsSync, openSync } from "node:fs";
import { LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { run, start } from "./testing/run.ts";
import { freePort, sandboxOf } from "./testing/servers.ts";

// Every test starts the program, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

describe.runIf(existsSync("/dev/full"))("on a full disk", () => {
  const MINT = ["mint", "--payer", LOCAL_PAYER_ID];

  it.each([[["--help"]], [["completion", "bash"]], [MINT], [["sandbox", "--port", "0"]]])(
    "says so in a line, and ends with an exit code of its own: %j",
    async (args) => {
      await using sandbox = await sandboxOf();
      const stdout = openSync("/dev/full", "w");
      onTestFinished(() => closeSync(stdout));
      const { exitCode, stderr } = await run(args, { env: sandbox.env, stdout });
      expect(stderr).toMatch(/^error {2}The result could not be written to stdout \(ENOSPC\)\.$/m);
      expect(exitCode).toBe(5);
    },
  );

  it("keeps the exit code of a command that fails, and prints JSON with --json", async () => {
    await using sandbox = await sandboxOf();
    const stdout = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(stdout));
    const refused = await run(["mint", "--payer", "nobody"], { env: sandbox.env, stdout });
    expect(refused.exitCode).toBe(2);
    const { stderr } = await run([...MINT, "--json"], { env: sandbox.env, stdout });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: "output_failed", exitCode: 5 } });
  });
});

describe("a reader that goes away", () => {
  it("ends webhook listen at the next event", async () => {
    await using sandbox = await sandboxOf();
    const { child, finished } = start(["webhook", "listen"], { env: sandbox.env });
    child.stdout?.destroy();
    await new Promise((listening) => child.stderr?.once("data", listening));
    await run(["webhook", "trigger", "payment.state_change"], { env: sandbox.env });
    expect(await finished).toMatchObject({ exitCode: 0, stdout: "" });
  });

  it("does not end the sandbox", async () => {
    const port = await freePort();
    const { child, finished } = start(["sandbox", "--port", String(port)], { reveals: true });
    child.stdout?.destroy();
    const health = () => fetch(`http://127.0.0.1:${port}/control/health`);
    await expect
      .poll(
        () =>
          health().then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 30_000 },
      )
      .toBe(200);
    child.kill("SIGTERM");
    expect((await finished).exitCode).toBe(0);
  });
});

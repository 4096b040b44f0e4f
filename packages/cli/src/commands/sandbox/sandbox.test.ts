import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { describe, expect, it, vi } from "vitest";
import { runOnPipe } from "../../testing/in-process.ts";
import { BIN, isGone, run, start } from "../../testing/run.ts";
import { sandboxOf } from "../../testing/servers.ts";

const MINTED = { exitCode: 0, stderr: "" };

describe.concurrent("sandbox", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("runs until %s, and leaves nothing behind", async (signal) => {
    const { child, firstLine, finished } = start(["sandbox", "--port", "0", "--json"], { reveals: true });
    const { baseUrl, port, ...rest } = JSON.parse(await firstLine);
    expect(rest).toEqual({ inspector: `http://127.0.0.1:${port}/`, apiKey: LOCAL_API_KEY, payerId: LOCAL_PAYER_ID });
    expect(baseUrl).toBe(`http://127.0.0.1:${port}/api`);
    const minted = await run(["mint", "--payer", rest.payerId, "--json", "--base-url", baseUrl]);
    expect(minted).toMatchObject(MINTED);

    child.kill(signal);
    const { exitCode, stdout, stderr } = await finished;
    expect({ exitCode, stderr, lines: stdout.split("\n").length }).toEqual({ exitCode: 0, stderr: "", lines: 2 });
    expect(isGone(child)).toBe(true);
    await expect(fetch(baseUrl)).rejects.toThrow("fetch failed");
  });

  it("adds accounts that have their own keys and records", async () => {
    const args = ["sandbox", "--port", "0", "--json", "--account", "acme", "--account", "b-2"];
    const { child, firstLine, finished } = start(args, { reveals: true });
    const { baseUrl, accounts } = JSON.parse(await firstLine);
    expect(accounts).toEqual({ acme: "local-sandbox-key-of-acme", "b-2": "local-sandbox-key-of-b-2" });
    const contact = { firstName: "Ada", lastName: "Moreau", email: "ada@example.com" };
    const call = (path: string, key: string, body?: object) =>
      fetch(baseUrl + path, {
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "user-agent": "test" },
        ...(body && { method: "POST", body: JSON.stringify(body) }),
      });
    const { id } = (await (await call("/payers", accounts.acme, { contact })).json()) as { readonly id: string };
    expect((await call(`/payers/${id}`, accounts["b-2"])).status).toBe(404);
    expect((await call(`/payers/${id}`, LOCAL_API_KEY)).status).toBe(404);

    const state = ["sandbox", "control", "state", "--base-url", baseUrl, "--account", "acme"];
    expect(JSON.parse((await runOnPipe(state)).stdout).payers).toMatchObject([{ id: LOCAL_PAYER_ID }, { id }]);
    child.kill("SIGINT");
    expect((await finished).exitCode).toBe(0);
  });

  it.each(["", "main", "Acme", "a b", "-", "a/b"])("refuses the name of an account: %j", async (name) => {
    const { exitCode, stderr } = await runOnPipe(["sandbox", `--account=${name}`]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--account must be");
  });

  it("prints a command that works in another terminal, when npx runs it", async () => {
    const env = { npm_config_user_agent: "npm/11.19.1 node/v24.21.0 linux x64 workspaces/false" };
    const { child, firstLine, finished } = start(["sandbox", "--port=0"], { env, reveals: true });
    await firstLine;
    child.kill("SIGINT");
    expect((await finished).stdout).toContain(`\nnpx plastiq-connect mint --payer ${LOCAL_PAYER_ID}\n`);
  });

  const onPosix = describe.runIf(process.platform !== "win32");
  onPosix("within a shell that npm starts", () => {
    const startedBy = async (npm_lifecycle_script: string, more: string) => {
      const env = { npm_config_user_agent: "npm/11.19.1 node/v24.21.0 linux x64", npm_lifecycle_script };
      const command = `"${process.execPath}" "${BIN}" sandbox --port 0 --json ${more}`;
      const shell = spawn("/bin/sh", ["-c", command], { env, stdio: ["ignore", "pipe", "ignore"], detached: true });
      let output = "";
      for await (const text of shell.stdout.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
        output += text;
        if (output.includes("\n")) break;
      }
      const end = () => {
        if (shell.pid && !shell.stdout.closed) process.kill(-shell.pid, "SIGKILL");
      };
      return { shell, baseUrl: JSON.parse(output).baseUrl as string, [Symbol.dispose]: end };
    };

    it("ends when the shell of npx is stopped", async () => {
      using started = await startedBy("'plastiq-connect'", "; true");
      const { shell, baseUrl } = started;
      const ended = once(shell.stdout.resume(), "close");
      shell.kill("SIGTERM");
      // Whoever writes to it has ended.
      await ended;
      await expect(fetch(baseUrl)).rejects.toThrow("fetch failed");
    });

    it("stays when a script that started it in the background has ended", async () => {
      using started = await startedBy("plastiq-connect sandbox --port 0 --json & true", "&");
      const { shell, baseUrl } = started;
      await vi.waitFor(() => expect(shell.exitCode).toBe(0), { timeout: 20_000 });
      await setTimeout(1_500);
      expect((await fetch(baseUrl)).status).toBe(404);
    });
  });

  it("prints what to paste", async () => {
    const { child, firstLine, finished } = start(["sandbox", "--port=0"], { reveals: true });
    await firstLine;
    child.kill("SIGINT");
    const { exitCode, stdout, stderr } = await finished;
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^base URL {3}http:\/\/127\.0\.0\.1:\d+\/api$/m);
    expect(stdout).toMatch(/^inspector {2}http:\/\/127\.0\.0\.1:\d+\/$/m);
    expect(stdout).toMatch(/^export PLASTIQ_BASE_URL=http:\/\/127\.0\.0\.1:\d+\/api$/m);
    expect(stdout).toContain(`\nexport PLASTIQ_API_KEY=${LOCAL_API_KEY}\n`);
    expect(stdout).toContain(`\nplastiq-connect mint --payer ${LOCAL_PAYER_ID}\n`);
    expect(stderr).toContain("Ctrl-C");
  });

  it.each([
    ["reference", "errors"],
    ["guide", "statusCode"],
  ])("responds with the error shape of --error-shape %s", async (shape, field) => {
    const { child, firstLine, finished } = start(["sandbox", "--port=0", "--json", "--error-shape", shape], {
      reveals: true,
    });
    const { baseUrl } = JSON.parse(await firstLine);
    expect(await (await fetch(`${baseUrl}/nothing`)).json()).toHaveProperty(field);
    child.kill("SIGINT");
    expect((await finished).exitCode).toBe(0);
  });

  it.each([[[]], [["--json"]]])("says that the port is taken %s", async (flags) => {
    await using sandbox = await sandboxOf();
    const { port } = sandbox;
    const { exitCode, stdout, stderr } = await runOnPipe(["sandbox", "--port", String(port), ...flags]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(`port ${port} of 127.0.0.1: it is in use.`);
    expect(stderr).toContain("--port 0");
  });
});

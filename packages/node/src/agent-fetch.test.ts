import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

const SCRIPT = `
  import { createClient } from "@plastiq-connect/node";
  const connect = createClient({ retries: 0 });
  for (const call of [1, 2]) {
    try {
      const payer = await connect.payers.retrieve("${LOCAL_PAYER_ID}", { endUser: "none" });
      console.log(JSON.stringify({ id: payer.id }));
    } catch (error) {
      console.log(JSON.stringify({ ...error.toJSON(), cause: String(error.cause) }));
    }
  }
`;

describe("in an ES module that esbuild bundled for Node, which cannot load undici", () => {
  let sandbox: RunningSandbox;
  let folder: string;
  beforeAll(async () => {
    sandbox = await startSandbox();
    folder = mkdtempSync(join(tmpdir(), "plastiq-connect-bundle-"));
    await build({
      stdin: { contents: SCRIPT, resolveDir: import.meta.dirname },
      bundle: true,
      platform: "node",
      format: "esm",
      outfile: join(folder, "bundle.mjs"),
      logLevel: "silent",
    });
  });
  afterEach(() => sandbox.control.reset());
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await sandbox.close();
  });

  async function run(env: Readonly<Record<string, string>>): Promise<{ lines: unknown[]; stderr: string }> {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(folder, "bundle.mjs")], {
      env: { PATH: process.env.PATH, PLASTIQ_API_KEY: LOCAL_API_KEY, ...env },
    });
    return {
      lines: stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
      stderr,
    };
  }

  it("uses the global fetch, and says so and why by one process warning", async () => {
    const { lines, stderr } = await run({ PLASTIQ_BASE_URL: sandbox.baseUrl });

    expect(lines).toEqual([{ id: LOCAL_PAYER_ID }, { id: LOCAL_PAYER_ID }]);
    expect(stderr.match(/undici cannot be loaded/g)).toHaveLength(1);
    expect(stderr).toContain("Dynamic require");
  });

  it("fails each call when a proxy variable is set: the global fetch would pass the proxy by", async () => {
    const { lines } = await run({
      PLASTIQ_BASE_URL: "https://connect.example/api",
      HTTPS_PROXY: "http://127.0.0.1:9",
    });

    expect(lines[0]).toMatchObject({
      code: "configuration_invalid",
      outcome: "not-sent",
      attempts: expect.any(Number),
      cause: expect.stringContaining("Dynamic require"),
    });
  });
});

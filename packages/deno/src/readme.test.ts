import { readFile } from "node:fs/promises";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { startSandbox } from "@plastiq-connect/sandbox/server";
import { expect, it, vi } from "vitest";
import { FORMS, portOf, startDeno } from "./testing/run-deno.ts";

// Every test starts processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

it.each(Object.keys(FORMS) as (keyof typeof FORMS)[])(
  "mints in Deno by the README's example, as %s has it",
  async (form) => {
    const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
    const [, example = ""] = /```ts\n(.*?)```/s.exec(readme) ?? [];
    const [allowEnv = ""] = /--allow-env=[\w,]+/.exec(readme) ?? [];
    const sandbox = await startSandbox();
    const server = startDeno(`${example} async function payerOfSession(_: Request) { return "${LOCAL_PAYER_ID}"; }`, {
      form,
      permissions: [allowEnv, `--allow-net=127.0.0.1:${sandbox.port},127.0.0.1:0`],
      // Deno.serve without a port of its own takes this one; Deno itself reads it, so that the script needs no permission.
      env: { PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl, DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0" },
    });
    try {
      const response = await fetch(`http://127.0.0.1:${await portOf(server)}`);

      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(await response.json()).toEqual({
        clientSecret: expect.stringMatching(/^LOCALCLIENTSECRET/),
        expiresIn: expect.any(Number),
        traceId: sandbox.control.seen()[0]?.traceId,
      });
    } finally {
      server.kill();
      await sandbox.close();
    }
  },
);

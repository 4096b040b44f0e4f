import { readFile } from "node:fs/promises";
import { LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { startSandbox } from "@plastiq-connect/sandbox/server";
import { expect, it, vi } from "vitest";
import { COMPATIBILITY_DATES, runWorker } from "./testing/worker.ts";

// Every test starts processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

it.each(COMPATIBILITY_DATES)("mints in workerd at %s by the README's example", async (compatibilityDate) => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, example] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const sandbox = await startSandbox();
  const worker = await runWorker(`${example} const payerOfSession = async () => "${LOCAL_PAYER_ID}";`, {
    compatibilityDate,
    baseUrl: sandbox.baseUrl,
  });

  const response = await fetch(worker.url);
  const body = await response.json();
  await worker.close();
  await sandbox.close();

  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(body).toEqual({
    clientSecret: expect.stringMatching(/^LOCALCLIENTSECRET/),
    expiresIn: expect.any(Number),
    traceId: sandbox.control.seen()[0]?.traceId,
  });
});

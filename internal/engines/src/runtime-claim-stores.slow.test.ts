import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import getPort from "get-port";
import type { Miniflare } from "miniflare";
import { DENO } from "runtimes/binary";
import { endProcess } from "runtimes/end-process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claimStoreContract } from "./claim-store-contract.ts";
import { startObjectWorker } from "./object-worker.ts";
import { REMOTE_HANDLER, remoteClaimStore } from "./remote-stores.ts";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));

describe("createDurableObjectClaimStore in workerd", () => {
  let worker: Miniflare;
  let url = "";
  beforeAll(async () => {
    worker = await startObjectWorker({ object: "ClaimObject", create: "createDurableObjectClaimStore" });
    url = String(await worker.ready);
  });
  afterAll(() => worker?.dispose());
  claimStoreContract({ create: (retention) => remoteClaimStore(url, retention) });

  it("deletes expired claims, and done events after their retention", async () => {
    const store = remoteClaimStore(url, 100);
    await store.claim("ended", "token", 100);
    await store.claim("claimed", "token", 60_000);
    await store.claim("done", "token", 60_000);
    await store.done("done", "token");
    const kept = (): Promise<unknown[]> =>
      Promise.all(["ended", "claimed", "done"].map(async (name) => (await fetch(url + name)).json()));
    await expect.poll(kept).toEqual([0, 1, 0]);
  });
});

describe("createDenoKvClaimStore in Deno", () => {
  const folder = mkdtempSync(join(tmpdir(), "deno-kv-"));
  let deno: ChildProcess;
  let url = "";
  beforeAll(async () => {
    const port = await getPort({ host: "127.0.0.1" });
    const script = `
      import { createDenoKvClaimStore } from "@plastiq-connect/deno";
      const kv = await Deno.openKv(${JSON.stringify(join(folder, "kv.sqlite"))});
      const storeOf = (retention) => createDenoKvClaimStore(kv, { retention });
      Deno.serve({ hostname: "127.0.0.1", port: ${port}, onListen: () => console.log("listening") }, async (request) => {
        ${REMOTE_HANDLER}
      });`;
    const flags = ["run", "--no-prompt", "--no-remote", "--no-config", "--node-modules-dir=manual", "--no-check"];
    deno = spawn(DENO.path ?? "deno", [...flags, "--unstable-kv", "--allow-all", "--ext=ts", "-"], { cwd: PACKAGE });
    deno.stdin?.end(script);
    await new Promise<void>((resolve, reject) => {
      let output = "";
      deno.stdout?.on("data", () => resolve());
      deno.stderr?.on("data", (text) => {
        output += text;
      });
      deno.on("exit", () => reject(new Error(output)));
    });
    url = `http://127.0.0.1:${port}`;
  });
  afterAll(async () => {
    await endProcess(deno);
    rmSync(folder, { recursive: true, force: true });
  });
  claimStoreContract({ create: (retention) => remoteClaimStore(url, retention) });
});

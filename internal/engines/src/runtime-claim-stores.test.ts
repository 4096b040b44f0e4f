import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import getPort from "get-port";
import { Miniflare } from "miniflare";
import { DENO } from "runtimes/binary";
import { bundleWorker } from "runtimes/bundle-worker";
import { afterAll, beforeAll, describe } from "vitest";
import { claimStoreContract } from "./claim-store-contract.ts";
import { stopProgram } from "./engine.ts";
import { REMOTE_HANDLER, remoteClaimStore } from "./remote-claim-store.ts";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));

describe("createDurableObjectClaimStore in workerd", () => {
  let miniflare: Miniflare;
  let url = "";
  beforeAll(async () => {
    const code = await bundleWorker({
      resolveDir: PACKAGE,
      text: `
        import { createDurableObjectClaimStore } from "@plastiq-connect/cloudflare";
        export { ClaimObject } from "@plastiq-connect/cloudflare";
        export default {
          async fetch(request, env) {
            const storeOf = (retention) => createDurableObjectClaimStore(env.CLAIMS, { retention });
            ${REMOTE_HANDLER}
          },
        };`,
    });
    miniflare = new Miniflare({
      host: "127.0.0.1",
      port: 0,
      workers: [
        {
          config: {
            name: "claims",
            compatibilityDate: "2026-01-01",
            env: { CLAIMS: { type: "durable-object", worker: "claims", exportName: "ClaimObject" } },
            exports: { ClaimObject: { type: "durable-object", storage: "sqlite" } },
            manifest: {
              mainModule: "index.js",
              modulesRoot: "/",
              modules: { "index.js": { type: "esm", contents: code } },
            },
          },
        },
      ],
    });
    url = String(await miniflare.ready);
  });
  afterAll(() => miniflare?.dispose());
  claimStoreContract({ create: (retention) => remoteClaimStore(url, retention) });
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
    await stopProgram(deno, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  claimStoreContract({ create: (retention) => remoteClaimStore(url, retention) });
});

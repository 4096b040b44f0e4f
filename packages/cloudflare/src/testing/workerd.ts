import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
// @ts-expect-error It comes without types: the path of the executable.
import workerd from "workerd";
import { bundleWorker } from "./bundle.ts";
import type { RunningWorker, WorkerSetup } from "./worker.ts";

/**
 * Runs a Worker in workerd and nothing around it. Miniflare puts a Worker of its own in front, which hides from ours
 * that a client went away.
 */
export async function runBareWorker(
  source: string,
  setup: Pick<WorkerSetup, "compatibilityDate" | "compatibilityFlags" | "baseUrl" | "onLog">,
): Promise<Pick<RunningWorker, "url" | "close">> {
  const folder = mkdtempSync(join(tmpdir(), "bare-worker-"));
  writeFileSync(join(folder, "worker.js"), await bundleWorker(source));
  writeFileSync(join(folder, "config.capnp"), configOf(setup));
  const child = spawn(workerd, ["serve", "--control-fd=3", join(folder, "config.capnp")], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.trim().split("\n")) setup.onLog?.(line);
    });
  }
  const port = await new Promise<number>((resolve, reject) => {
    child.stdio[3]?.on("data", (message) => {
      const [, port] = /"port":(\d+)/.exec(String(message)) ?? [];
      if (port) resolve(Number(port));
    });
    child.once("error", reject).once("exit", (code) => reject(new Error(`workerd ended with ${code}.`)));
  });
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    async close() {
      child.kill();
      rmSync(folder, { recursive: true });
    },
  };
}

function configOf({
  compatibilityDate,
  compatibilityFlags = [],
  baseUrl,
}: Parameters<typeof runBareWorker>[1]): string {
  return `
    using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [(name = "worker", worker = .worker), (name = "net", network = (allow = ["private"]))],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
    );
    const worker :Workerd.Worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = ${JSON.stringify(compatibilityDate)},
      compatibilityFlags = ${JSON.stringify(compatibilityFlags)},
      globalOutbound = "net",
      bindings = [
        (name = "PLASTIQ_API_KEY", text = ${JSON.stringify(LOCAL_API_KEY)}),
        (name = "PLASTIQ_BASE_URL", text = ${JSON.stringify(baseUrl)}),
      ],
    );`;
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
// @ts-expect-error It comes without types: the path of the executable.
import workerd from "workerd";
import { API_KEY } from "../cast.ts";
import { SETTINGS, type Settings } from "../targets/settings.ts";
import { bundleWorker, COMPATIBILITY_DATE, COMPATIBILITY_FLAGS } from "./bundle-worker.ts";
import type { Launched } from "./launched.ts";

/**
 * Starts the Worker in workerd and nothing around it. Miniflare would put a Worker of its own in front, which reads the
 * requests first and hides that a client went away.
 */
export async function launchWorkerd(settings: Settings): Promise<Launched> {
  const folder = mkdtempSync(join(tmpdir(), "abuse-worker-"));
  const config = join(folder, "config.capnp");
  writeFileSync(join(folder, "worker.js"), await bundleWorker());
  writeFileSync(config, configOf(settings));
  const child = spawn(workerd, ["serve", "--control-fd=3", config], { stdio: ["ignore", "pipe", "pipe", "pipe"] });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  }
  const port = await new Promise<number>((resolve, reject) => {
    child.stdio[3]?.on("data", (message) => {
      const [, port] = /"port":(\d+)/.exec(String(message)) ?? [];
      if (port !== undefined) resolve(Number(port));
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`workerd ended with ${code}.\n${log}`)));
  });
  return {
    port,
    log: () => log,
    async close() {
      child.kill("SIGKILL");
      await once(child, "exit");
      rmSync(folder, { recursive: true });
    },
  };
}

function configOf(settings: Settings): string {
  return `
    using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [(name = "worker", worker = .worker), (name = "net", network = (allow = ["private"]))],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
    );
    const worker :Workerd.Worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = ${JSON.stringify(COMPATIBILITY_DATE)},
      compatibilityFlags = ${JSON.stringify(COMPATIBILITY_FLAGS)},
      globalOutbound = "net",
      bindings = [
        (name = "PLASTIQ_API_KEY", text = ${JSON.stringify(API_KEY)}),
        (name = ${JSON.stringify(SETTINGS)}, json = ${JSON.stringify(JSON.stringify(settings))}),
      ],
    );`;
}

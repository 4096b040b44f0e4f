import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
// @ts-expect-error It comes without types: the path of the executable.
import workerd from "workerd";
import { endProcess } from "./end-process.ts";

/** How a Worker runs. */
export interface WorkerdSetup {
  readonly compatibilityDate: string;
  readonly compatibilityFlags?: readonly string[] | undefined;
  /** The bindings: a string as text, anything else as JSON. */
  readonly bindings: Readonly<Record<string, unknown>>;
  /** Told of every line that workerd and the Worker print. */
  readonly onLog?: ((line: string) => void) | undefined;
}

/** A Worker that runs. */
export interface RunningWorkerd {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Of its process. */
  readonly pid: number | undefined;
  close(): Promise<void>;
}

/**
 * Runs a Worker of one module in workerd and nothing around it. Miniflare would put a Worker of its own in front, which
 * reads the requests first and hides that a client went away.
 *
 * Rejects with what workerd printed when it does not start.
 */
export async function startWorkerd(source: string, setup: WorkerdSetup): Promise<RunningWorkerd> {
  const folder = mkdtempSync(join(tmpdir(), "workerd-"));
  const config = join(folder, "config.capnp");
  writeFileSync(join(folder, "worker.js"), source);
  writeFileSync(config, configOf(setup));
  // Node hands over the whole CommonJS module, bundlers its default export.
  const child = spawn(workerd.default ?? workerd, ["serve", "--control-fd=3", config], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      for (const line of text.trim().split("\n")) setup.onLog?.(line);
    });
  }
  const port = await new Promise<number>((resolve, reject) => {
    child.stdio[3]?.on("data", (message) => {
      const [, port] = /"port":(\d+)/.exec(String(message)) ?? [];
      if (port !== undefined) resolve(Number(port));
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`workerd ended with ${code}.\n${printed}`)));
  });
  return {
    port,
    pid: child.pid,
    async close() {
      await endProcess(child);
      rmSync(folder, { recursive: true });
    },
  };
}

function configOf({ compatibilityDate, compatibilityFlags = [], bindings }: WorkerdSetup): string {
  const bound = Object.entries(bindings).map(([name, value]) => {
    const held = typeof value === "string" ? `text = ${JSON.stringify(value)}` : `json = ${quoted(value)}`;
    return `(name = ${JSON.stringify(name)}, ${held}),`;
  });
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
      bindings = [${bound.join(" ")}],
    );`;
}

function quoted(value: unknown): string {
  return JSON.stringify(JSON.stringify(value));
}

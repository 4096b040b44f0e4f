import { type Binary, BUN, DENO } from "runtimes/binary";
import { chromiumPath } from "runtimes/chromium";
import { OTHER_NODES } from "runtimes/node";
import type { Job } from "../launchers/job.ts";
import type { Report } from "../report.ts";
import { writeLauncher } from "./bundle-launcher.ts";
import { runChromium } from "./run-chromium.ts";
import { runProcess } from "./run-process.ts";
import { runWorkerd } from "./run-workerd.ts";

/** A runtime that runs the cases. */
export interface Runtime {
  /** Its name in the matrix. */
  readonly name: string;
  /** The requested version. */
  readonly version: string;
  /** Why it is not available on this machine; undefined where it is. */
  missing?(): Promise<string | undefined>;
  run(job: Job): Promise<Report>;
}

const LINUX_ONLY = "its npm package has a binary only for Linux on x64";

function binaryRuntime(name: string, { version, path }: Binary, flags: readonly string[], launcher: URL): Runtime {
  return {
    name,
    version,
    missing: async () => (path === undefined ? `there is no ${name} for this platform` : undefined),
    run: async (job) => runProcess([path ?? "", ...flags, await writeLauncher(launcher)], job),
  };
}

function nodeRuntime(version: string, path: string | undefined): Runtime {
  return {
    name: "Node.js",
    version,
    missing: async () => (path === undefined ? LINUX_ONLY : undefined),
    run: async (job) =>
      runProcess([path ?? "", await writeLauncher(new URL("../launchers/node.ts", import.meta.url))], job),
  };
}

const DENO_RIGHTS = ["--no-prompt", "--no-config", "--node-modules-dir=manual", "--no-remote", "--allow-net=127.0.0.1"];

/** Every runtime, in the order of the matrix. */
export const RUNTIMES: readonly Runtime[] = [
  ...OTHER_NODES.filter(({ version }) => Number.parseFloat(version) < 24).map((node) =>
    nodeRuntime(node.version, node.path),
  ),
  nodeRuntime(process.versions.node, process.execPath),
  ...OTHER_NODES.filter(({ version }) => Number.parseFloat(version) > 24).map((node) =>
    nodeRuntime(node.version, node.path),
  ),
  binaryRuntime("Bun", BUN, [], new URL("../launchers/bun.ts", import.meta.url)),
  binaryRuntime("Deno", DENO, ["run", ...DENO_RIGHTS], new URL("../launchers/deno.ts", import.meta.url)),
  ...["2024-06-01", "2026-01-01"].map(
    (date): Runtime => ({ name: "workerd", version: date, run: (job) => runWorkerd(date, job) }),
  ),
  { name: "Chromium", version: "", missing: noChromium, run: runChromium },
];

async function noChromium(): Promise<string | undefined> {
  return await chromiumPath().then(
    () => undefined,
    (error: Error) => error.message,
  );
}

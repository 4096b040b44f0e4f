import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { BUN, DENO } from "runtimes/binary";
import { bundleWorker } from "runtimes/bundle-worker";
import { endProcess } from "runtimes/end-process";
import { OTHER_NODES } from "runtimes/node";
import { startWorkerd } from "runtimes/workerd";

/** A program that runs rounds in some runtime. */
export interface Running {
  readonly port: number;
  /** Its process id, for its CPU time. */
  readonly pid: number | undefined;
  close(): Promise<void>;
}

/** A row of the matrix: a client in a runtime. */
export interface Target {
  readonly name: string;
  readonly concurrencies: readonly number[];
  start(origin: string): Promise<Running>;
}

const HOME = fileURLToPath(new URL("../..", import.meta.url));
const CORE = `import { createClient } from "@plastiq-connect/core";
  serveRounds((baseUrl, fetch) => createClient({ ...CLIENT_OPTIONS, baseUrl, fetch }));`;
const adapter = (name: string): string => `import { createClient } from "@plastiq-connect/${name}";
  serveRounds((baseUrl, fetch) => createClient({ ...CLIENT_OPTIONS, baseUrl, fetch }));`;
const telemetry = (start: string, client: string): string => `import { createClient } from "@plastiq-connect/node";
  import { openTelemetryHooks } from "@plastiq-connect/opentelemetry";
  import { spansByHand } from "./src/matrix/spans-by-hand.ts";
  import { startSdk } from "./src/matrix/start-sdk.ts";
  ${start}
  const plain = (baseUrl, fetch) => createClient({ ...CLIENT_OPTIONS, baseUrl, fetch });
  serveRounds((baseUrl, fetch) => ${client}, plain);`;
const HOOKED = "createClient({ ...CLIENT_OPTIONS, baseUrl, fetch, hooks: openTelemetryHooks() })";
const WORKER = `
  import { createClient } from "@plastiq-connect/cloudflare";
  import { CLIENT_OPTIONS } from "./src/matrix/pairs.ts";
  import { roundHandler } from "./src/matrix/rounds.ts";
  let handle;
  export default {
    async fetch(request, env) {
      handle ??= roundHandler(env.ORIGIN, (baseUrl, fetch) => createClient({}, { ...CLIENT_OPTIONS, baseUrl, fetch }));
      return new Response(await handle(request.url));
    },
  };`;

/** Every runtime that has a binary here. */
export function targets(): Target[] {
  const nodes = [{ version: process.versions.node, path: process.execPath }, ...OTHER_NODES]
    .filter(({ path }) => path !== undefined)
    .sort((a, b) => a.version.localeCompare(b.version, undefined, { numeric: true }));
  const all: Target[] = [];
  for (const { version, path } of nodes) {
    const line = version.split(".")[0];
    all.push(program(`Node ${line}, core on fetch`, CORE, path, [], ["node"]));
    all.push(program(`Node ${line}, Node adapter`, adapter("node"), path, [], ["node"]));
  }
  all.push(
    program("Deno", adapter("deno"), DENO.path, ["run", "-A", "--no-config", "--no-lock", "-q"], ["deno"]),
    program("Bun", adapter("node"), BUN.path, ["run"], ["bun"]),
    { name: "workerd", concurrencies: [6, 1], start: startWorker },
  );
  return all;
}

/** The Node adapter with the hooks of OpenTelemetry, and with spans by hand, compared with the same adapter alone. */
export function telemetryTargets(): Target[] {
  const target = (name: string, start: string, client: string): Target =>
    program(name, telemetry(start, client), process.execPath, [], ["node"]);
  return [
    target("OpenTelemetry switched on", "startSdk();", HOOKED),
    target("OpenTelemetry by hand", "startSdk();", "spansByHand(plain(baseUrl, fetch), baseUrl)"),
    target("OpenTelemetry installed and off", "", HOOKED),
  ];
}

async function startWorker(origin: string): Promise<Running> {
  const source = await bundleWorker({ text: WORKER, resolveDir: HOME });
  const worker = await startWorkerd(source, { compatibilityDate: "2026-01-01", bindings: { ORIGIN: origin } });
  return { port: worker.port, pid: worker.pid, close: worker.close };
}

function program(
  name: string,
  code: string,
  path: string | undefined,
  args: readonly string[],
  conditions: string[],
): Target {
  return {
    name,
    concurrencies: [32, 1],
    async start(origin) {
      if (path === undefined) throw new Error(`${name} has no binary here.`);
      // Inside this package, so that the packages are found as a user's are.
      const folder = mkdtempSync(join(HOME, "node_modules", ".matrix-"));
      const file = join(folder, "program.mjs");
      writeFileSync(file, await programText(code, conditions));
      const child = spawn(path, [...args, file, origin], { stdio: ["pipe", "pipe", "inherit"] });
      const port = await portOf(child);
      return {
        port,
        pid: child.pid,
        async close() {
          await endProcess(child);
          rmSync(folder, { recursive: true });
        },
      };
    },
  };
}

async function programText(code: string, conditions: string[]): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { serveRounds } from "./src/matrix/in-node.ts";
        import { CLIENT_OPTIONS } from "./src/matrix/pairs.ts";
        ${code}`,
      resolveDir: HOME,
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions,
    external: ["node:*", "undici", "@opentelemetry/*"],
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

async function portOf(child: ChildProcess): Promise<number> {
  let printed = "";
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      const [, port] = /port (\d+)/.exec(printed) ?? [];
      if (port) resolve(Number(port));
    });
    child.once("exit", (code) => reject(new Error(`The program ended with ${code}. ${printed}`)));
  });
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = join(import.meta.dirname, "..");

// Nothing of the developer's own settings: a build must pass without any.
const ENV: Readonly<Record<string, string>> = {
  PATH: [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter),
  HOME: process.env.HOME ?? "",
  CI: "1",
  NO_COLOR: "1",
  DO_NOT_TRACK: "1",
  ASTRO_TELEMETRY_DISABLED: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NUXT_TELEMETRY_DISABLED: "1",
};

/** A started application. */
export interface Started {
  readonly url: string;
  /** Everything that it has printed so far. */
  output(): string;
  close(): Promise<void>;
}

/** Where and with which variables a program runs. */
interface Place {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** Runs a command to its end. Rejects with its output when it fails. */
export async function run([program = "", ...args]: readonly string[], { cwd, env }: Place): Promise<string> {
  const child = spawn(program, args, { cwd, env: { ...ENV, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const output = collect(child);
  const [status] = await once(child, "close");
  if (status !== 0) throw new Error(`${[program, ...args].join(" ")} ended with ${status}:\n${output()}`);
  return output();
}

/**
 * Starts a server on a free port, passed in `PORT` and instead of `%PORT%` in arguments and variables, and waits until it accepts connections.
 * Rejects with its output when it ends or does not get ready.
 */
export async function start([program = "", ...args]: readonly string[], { cwd, env }: Place): Promise<Started> {
  const port = await freePort();
  const withPort = (text: string): string => text.replace("%PORT%", String(port));
  const own = Object.entries(env ?? {}).map(([name, value]) => [name, withPort(value)]);
  const variables = {
    ...ENV,
    HOST: "127.0.0.1",
    PORT: String(port),
    NODE_ENV: "production",
    ...Object.fromEntries(own),
  };
  // In a group of its own, so that its children end with it.
  const words = args.map(withPort);
  const child = spawn(program, words, { cwd, env: variables, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const output = collect(child);
  const ended = once(child, "close");
  const url = `http://127.0.0.1:${port}`;
  for (const begun = Date.now(); !(await responds(url)); ) {
    if (Date.now() - begun > 120_000) process.kill(-(child.pid ?? 0), "SIGKILL");
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${program} ended before it was ready:\n${output()}`);
    await sleep(100);
  }
  return {
    url,
    output,
    async close() {
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      await ended;
    },
  };
}

function collect(child: ChildProcess): () => string {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return () => output;
}

function responds(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

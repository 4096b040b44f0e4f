import { type ChildProcess, execFile, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";

const MAIN = fileURLToPath(new URL("../demo.ts", import.meta.url));
// Whatever is not on loopback has to pass by a port where nobody is.
const CLOSED = { HTTPS_PROXY: "http://127.0.0.1:9", NO_COLOR: "1", PATH: process.env.PATH };

/** Matches the key, secrets, and the numbers of the card and of the recipient's account. */
export const HIDDEN: RegExp = new RegExp(`${LOCAL_API_KEY}|LOCALCLIENTSECRET|4242424242424242|3829473294723|021000021`);

/** Runs the demo to its end. */
export function demo(
  env: Readonly<Record<string, string>>,
  ...words: string[]
): Promise<{ status: unknown; output: string }> {
  return run(env, words);
}

/** Runs the demo, and stops reading its output after the first part: `npm run demo | head`. */
export function demoUnread(env: Readonly<Record<string, string>>): Promise<{ status: unknown; output: string }> {
  return run(env, [], (child) => child.stdout?.once("data", () => child.stdout?.destroy()));
}

/** Runs the demo with its output on a full disk. */
export async function demoOnFullDisk(env: Readonly<Record<string, string>>): Promise<unknown> {
  const stdout = openSync("/dev/full", "w");
  try {
    const options: SpawnOptions = { env: { ...CLOSED, ...env }, stdio: ["ignore", stdout, "ignore"] };
    const [status] = await once(spawn(process.execPath, [MAIN], options), "exit");
    return status;
  } finally {
    closeSync(stdout);
  }
}

function run(
  env: Readonly<Record<string, string>>,
  args: readonly string[],
  onStart?: (child: ChildProcess) => void,
): Promise<{ status: unknown; output: string }> {
  return new Promise((resolve) => {
    const options = { env: { ...CLOSED, ...env } };
    const child = execFile(process.execPath, [MAIN, ...args], options, (error, stdout, stderr) =>
      resolve({ status: error?.code ?? 0, output: stdout + stderr }),
    );
    onStart?.(child);
  });
}

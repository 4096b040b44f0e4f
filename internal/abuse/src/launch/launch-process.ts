import { spawn } from "node:child_process";
import { endProcess } from "runtimes/end-process";
import type { Launched } from "./launched.ts";

/**
 * Starts a target as a process of its own, with the given environment and what a runtime itself needs. Rejects with
 * what it printed when it ends before it says where it listens.
 */
export async function launchProcess(
  [program = "", ...words]: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Launched> {
  const { PATH = "", HOME = "", DENO_DIR } = process.env;
  const child = spawn(program, words, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH, HOME, NO_COLOR: "1", ...(DENO_DIR === undefined ? {} : { DENO_DIR }), ...env },
  });
  let log = "";
  const port = await new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        log += text;
        const [, port] = /Listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(log) ?? [];
        if (port !== undefined) resolve(Number(port));
      });
    }
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`It ended with ${code}.\n${log}`)));
  });
  return {
    port,
    log: () => log,
    close: () => endProcess(child),
  };
}

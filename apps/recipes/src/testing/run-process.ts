import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Binary } from "runtimes/binary";
import { endProcess } from "runtimes/end-process";
import { type Running, urlAt } from "./serve.ts";

const { PATH = "", HOME = "" } = process.env;

/** Runs a recipe in another runtime, with the environment as it was given, until it says where it listens. */
export async function runProcess(
  { path }: Binary,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Running> {
  if (path === undefined) throw new Error("This runtime has no binary for this platform.");
  const child = spawn(path, args, {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: { PATH, HOME, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", PORT: "0", ...env },
  });
  const port = await new Promise<string>((resolve, reject) => {
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        printed += chunk;
        const [, port] = /Listening on http:\/\/\S+?:(\d+)/.exec(printed) ?? [];
        if (port !== undefined) resolve(port);
      });
    }
    child.once("close", () => reject(new Error(printed)));
  });
  return {
    url: urlAt(port),
    close: () => endProcess(child, "SIGTERM"),
  };
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { DENO } from "runtimes/binary";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
const FLAGS = ["run", "--no-prompt", "--no-remote", "--no-config", "--node-modules-dir=manual", "--no-check"];
// The SDK also reads environment variables and facts about the system.
const PERMISSIONS = ["--allow-net=127.0.0.1", "--allow-env", "--allow-sys"];

/** Runs a script over the built packages in real Deno. Resolves with what it printed. */
export async function runDeno(script: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const deno = spawn(DENO.path ?? "deno", [...FLAGS, ...PERMISSIONS, "--ext=ts", "-"], {
    cwd: PACKAGE,
    env: { ...process.env, ...env },
  });
  deno.stdin.end(script);
  const [printed, errors] = await Promise.all([text(deno.stdout), text(deno.stderr), once(deno, "close")]);
  if (deno.exitCode !== 0) throw new Error(errors);
  return printed;
}

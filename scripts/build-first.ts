import { spawn } from "node:child_process";
import { once } from "node:events";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * Builds what the chosen projects depend on, so that no test meets a stale build. Turbo takes what has not changed from
 * its cache, in about half a second.
 */
export default async function buildFirst({ vitest }: TestProject): Promise<void> {
  if (process.env.STRYKER_MUTATOR_WORKER !== undefined) return;
  // The project in a browser has a root of its own, and no `dir`.
  const folders = new Set(vitest.projects.map(({ config }) => config.dir ?? config.root));
  const filters = [...folders].map((folder) => `--filter={./${relative(ROOT, folder)}}...`);
  const command = ["turbo", "run", "build", ...filters].join(" ");
  const child = spawn(...startOf(command), { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  }
  const [status] = await once(child, "close");
  if (status !== 0) throw new Error(`The build failed.\n${printed}`);
}

function startOf(command: string): [program: string, args: string[]] {
  // The bootstrap has started vitest: another npx would take seconds, to find the same pnpm.
  if (process.env.npm_config_user_agent?.startsWith("pnpm/") && process.platform !== "win32") {
    return ["pnpm", ["--silent", "exec", "--shell-mode", command]];
  }
  return [process.execPath, [fileURLToPath(new URL("bootstrap.mjs", import.meta.url)), command]];
}

// Builds every public package and packs it into a folder: `node internal/rehearsal/src/release-pack.ts tarballs`.
// Dependencies run here, so the job that does this has no right to publish.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { publicPackages } from "../../checks/src/public-packages.ts";
import { tarballName } from "./tarballs.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = resolve(process.argv[2] ?? "tarballs");
mkdirSync(folder, { recursive: true });

const run = (command: readonly [string, ...string[]], cwd: string): void => {
  const [program, ...args] = command;
  const { status } = spawnSync(program, args, { cwd, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) process.exit(status ?? 1);
};
const turbo = join(root, "node_modules/turbo/bin/turbo");
run([process.execPath, turbo, "run", "build", "--filter=./packages/*"], root);
for (const { folder: source, manifest } of publicPackages(root)) {
  run(["pnpm", "pack", "--out", join(folder, tarballName(manifest))], join(root, source));
}

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Installs the clients that ours is compared with. They are large: only this command needs them. */
export function installCompared(): void {
  const cwd = fileURLToPath(new URL("../../compare", import.meta.url));
  const args = ["install", "--frozen-lockfile", "--prefer-offline", "--reporter=append-only"];
  const { status } = spawnSync("pnpm", args, { cwd, stdio: "inherit" });
  if (status !== 0) throw new Error("The clients to compare with could not be installed.");
}

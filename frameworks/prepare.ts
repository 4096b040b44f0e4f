import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { APPS, PAGES } from "./apps.ts";
import { run } from "./processes.ts";

const here = import.meta.dirname;
const root = join(here, "..");
// What the applications install.
const PACKAGES = ["core", "node", "cloudflare", "browser", "sandbox"];

/** Packs our built packages, installs the applications with them, and copies the recipes' code into them. */
export default async function prepare(): Promise<void> {
  await unpackPackages();
  // Takes what the lockfile has, and resolves anew what a package of ours has changed since.
  await run(["pnpm", "install", "--no-frozen-lockfile", "--prefer-offline", "--reporter=append-only"], { cwd: here });
  for (const { name, recipe } of [...APPS, ...PAGES]) {
    for (const [to, from] of Object.entries(recipe)) {
      const target = join(here, name, to);
      await mkdir(dirname(target), { recursive: true });
      await copyFile(join(root, "apps", from), target);
    }
  }
}

// A tarball's own hash would change in the lockfile with every build; a folder has none.
async function unpackPackages(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "frameworks-"));
  try {
    for (const name of PACKAGES) {
      const tarball = join(folder, `${name}.tgz`);
      const target = join(here, ".packed", name);
      await run(["pnpm", "pack", "--out", tarball], { cwd: join(root, "packages", name) });
      await rm(target, { recursive: true, force: true });
      await mkdir(target, { recursive: true });
      await run(["tar", "-xzf", tarball, "-C", target, "--strip-components", "1"], { cwd: here });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

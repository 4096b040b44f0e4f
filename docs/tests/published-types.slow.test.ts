import { execFile } from "node:child_process";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { entriesOf, publicPackages } from "checks/public-packages";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PATH = `${join(ROOT, "node_modules", ".bin")}${delimiter}${process.env.PATH}`;

const packages = publicPackages(ROOT).filter((one) => entriesOf(one).length > 0);

// Each run loads TypeScript anew, which takes its time on a busy machine.
it.each(packages)("finds nothing wrong with the types of $folder", { timeout: 180_000 }, async ({ folder }) => {
  const attw = promisify(execFile)("attw", ["--pack", ".", "--profile", "esm-only", "--quiet"], {
    cwd: join(ROOT, folder),
    env: { ...process.env, PATH },
    shell: process.platform === "win32",
  });

  await expect(attw).resolves.toEqual({ stdout: "", stderr: "" });
});

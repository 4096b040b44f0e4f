import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Writes the first TypeScript example of a README into a file beside it, so that its imports find the built package,
 * and gives the file's path. `remove` takes it away again.
 */
export function exampleOf(folder: string, from = folder): { path: string; remove(): void } {
  const readme = readFileSync(join(ROOT, folder, "README.md"), "utf8");
  const [, code] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  if (code === undefined) throw new Error(`The README of ${folder || "the repository"} has no TypeScript example.`);
  const path = join(ROOT, from, `.readme-example-${process.pid}.ts`);
  writeFileSync(path, code);
  return { path, remove: () => rmSync(path, { force: true }) };
}

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Writes a README's first TypeScript example that contains a text into a file beside it, so that its imports find the
 * built package, and returns the file's path. `remove` deletes the file.
 */
export function exampleOf(folder: string, from = folder, containing = ""): { path: string; remove(): void } {
  const readme = readFileSync(join(ROOT, folder, "README.md"), "utf8");
  const examples = Array.from(readme.matchAll(/```ts\n(.*?)```/gs), ([, code = ""]) => code);
  const code = examples.find((example) => example.includes(containing));
  if (code === undefined) throw new Error(`The README of ${folder || "the repository"} has no such example.`);
  const path = join(ROOT, from, `.readme-example-${process.pid}.ts`);
  writeFileSync(path, code);
  return { path, remove: () => rmSync(path, { force: true }) };
}

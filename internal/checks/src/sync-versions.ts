// Writes each package's version into the files that repeat it: `deno.json` for JSR, and `version.ts`. Run it after
// `changeset version`, which knows only `package.json`. With `--check` it writes nothing, and fails when one differs.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const PACKAGES = fileURLToPath(new URL("../../../packages/", import.meta.url));
const check = process.argv.includes("--check");

for (const [name, file, pattern] of [
  ["core", "deno.json", /("version": ")[^"]*(")/],
  ["deno", "deno.json", /("version": ")[^"]*(")/],
  ["core", "src/version.ts", /(VERSION: string = ")[^"]*(")/],
] as const) {
  const { version } = JSON.parse(readFileSync(`${PACKAGES}${name}/package.json`, "utf8"));
  const path = `${PACKAGES}${name}/${file}`;
  const text = readFileSync(path, "utf8");
  if (!pattern.test(text)) throw new Error(`packages/${name}/${file} has no version.`);
  const synced = text.replace(pattern, `$1${version}$2`);
  if (synced === text) continue;
  console.log(`packages/${name}/${file}: ${check ? "another version than package.json" : "updated"}`);
  if (check) process.exitCode = 1;
  else writeFileSync(path, synced);
}

// Writes each package's version into the files that repeat it: `deno.json` for JSR, and `version.ts`. Run it after
// `changeset version`, which knows only `package.json`. With `--check` it writes nothing, and fails when one differs.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const PACKAGES = fileURLToPath(new URL("../../../packages/", import.meta.url));
const check = process.argv.includes("--check");

for (const file of globSync("*/{deno.json,src/version.ts}", { cwd: PACKAGES })) {
  const { version } = JSON.parse(readFileSync(`${PACKAGES}${file.replace(/[\\/].*/, "")}/package.json`, "utf8"));
  const text = readFileSync(PACKAGES + file, "utf8");
  const synced = text.replace(/("version": "|VERSION: string = ")[^"]*/, `$1${version}`);
  if (!synced.includes(`"${version}"`)) throw new Error(`packages/${file} has no version.`);
  if (synced === text) continue;
  console.log(`packages/${file}: ${check ? "another version than package.json" : "updated"}`);
  if (check) process.exitCode = 1;
  else writeFileSync(PACKAGES + file, synced);
}

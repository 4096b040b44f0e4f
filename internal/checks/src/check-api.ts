// Checks that the public packages let users write what their `api.md` says, and that no type of a dependency is in it.
// With `--accept` it writes these files, so that the change stands in the diff. Reads what was built.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { apiReports } from "./api-report.ts";
import { publicPackages } from "./public-packages.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const reports = apiReports(root);

for (const { folder, manifest } of publicPackages(root)) {
  const path = `${folder}/api.md`;
  const file = join(root, path);
  const report = reports.get(path) ?? "";
  if (process.argv.includes("--accept")) writeFileSync(file, report);
  if (!existsSync(file) || readFileSync(file, "utf8") !== report) {
    spawnSync("git", ["--no-pager", "diff", "--no-index", "--unified=2", "--", file, "-"], {
      input: report,
      stdio: ["pipe", "inherit", "inherit"],
    });
    console.log(
      `${path} differs. If that is meant, run \`npm run release:check -- --accept\`, and say so in a changeset.`,
    );
    process.exitCode = 1;
  }
  // A peer dependency is the application's own. The mint endpoint of Node is a handler of Node's requests.
  const ours = Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith("@plastiq-connect/"));
  const allowed = [...ours, ...Object.keys(manifest.peerDependencies ?? {})];
  if (manifest.name === "@plastiq-connect/node") allowed.push("node:http");
  for (const [, module = ""] of report.matchAll(
    /^(?:import|export) .*\bfrom ['"]([^'"]+)['"];$|<reference .*?"(.*)"/gm,
  )) {
    if (allowed.some((name) => module === name || module.startsWith(`${name}/`))) continue;
    console.log(`${path}: users get types of ${module}, which is a dependency.`);
    process.exitCode = 1;
  }
  // A user's own declarations name it as soon as a type of theirs is inferred from it (TS4023).
  const names = Array.from(report.matchAll(/^(?:abstract )?(?:interface|class) (\w+)/gm), ([, name = ""]) => name);
  for (const name of new Set(names)) {
    if (report.includes(`export { ${name} as `)) continue;
    console.log(`${path}: users cannot name ${name}. Export it, or make it a type alias, which compilers write out.`);
    process.exitCode = 1;
  }
}

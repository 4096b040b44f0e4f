// Checks what a release would publish: `node internal/checks/src/release-check.ts`. With `--accept` it writes the files
// that are compiled. `--today 2027-03-01` shows which dates a release on that day would warn of.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

for (const check of [["sync-versions.ts", "--check"], ["check-api.ts"], ["agents-file.ts"], ["support-dates.ts"]]) {
  const [file = "", ...own] = check;
  const args = [join(import.meta.dirname, file), ...own, ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
if (!process.exitCode) console.log("Versions, api.md and AGENTS.md are up to date.");

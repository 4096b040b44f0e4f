// Checks that the public packages let users write what their `api.md` says: `node internal/checks/src/check-api.ts`. With `--accept`
// it writes these files, so that the change stands in the diff. And no package may hand its users a type of its
// dependencies, unless that is meant. Reads what was built.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { diff } from "node:util";
import { apiReports } from "./api-report.ts";
import { findForeignTypes } from "./foreign-types.ts";

/** The lines in which each report differs from the file that keeps it; empty where none does. */
export function findApiChanges(root: string, reports: ReadonlyMap<string, string>): readonly string[] {
  return [...reports].flatMap(([path, report]) => {
    const kept = existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "";
    if (kept === report) return [];
    return [`${path}: the package lets users write something else.`, ...changedLines(kept, report)];
  });
}

function changedLines(kept: string, report: string): readonly string[] {
  let around = "";
  return diff(kept.split("\n"), report.split("\n")).flatMap(([operation, line]) => {
    // What the line belongs to: the nearest declaration or heading above.
    if (/^(?:#|export|type|interface)/.test(line)) around = line;
    if (operation === 0) return [];
    const context = around && around !== line ? [`   ${around}`] : [];
    around = "";
    return [...context, `  ${operation > 0 ? "-" : "+"}${line}`];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const reports = apiReports(root);
  if (process.argv.includes("--accept")) for (const [path, report] of reports) writeFileSync(join(root, path), report);
  const changes = findApiChanges(root, reports);
  for (const line of changes) console.log(line);
  if (changes.length > 0) console.log("If that is meant, run `npm run api:accept`, and say so in a changeset.");
  const foreign = findForeignTypes(root);
  for (const line of foreign) console.log(line);
  if (changes.length > 0 || foreign.length > 0) process.exitCode = 1;
}

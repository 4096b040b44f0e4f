// Checks that each public package's AGENTS.md is what the documentation makes of it:
// `node internal/checks/src/agents-file.ts`. With `--accept` it writes the files.
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { publicPackages } from "./public-packages.ts";

const PAGE = "docs/guide/agents.md";
const FILES = "https://github.com/plastiq-connect/plastiq-connect/blob/main";

/** The example of a package: a file that the documentation's tests run. An adapter's is the mint endpoint of its start page. */
const EXAMPLES: Readonly<Record<string, string>> = {
  "packages/browser": "docs/examples/start/browser/page.ts",
  "packages/opentelemetry": "docs/examples/observability/opentelemetry.ts",
  "packages/sandbox": "docs/examples/testing/mint.test.ts",
};

/** Returns the text of each public package's AGENTS.md, by its path. */
export function agentsFiles(root: string): ReadonlyMap<string, string> {
  const read = (path: string): string => readFileSync(join(root, path), "utf8");
  const starts = globSync("docs/examples/start/**/*.{ts,mjs}", { cwd: root }).map((path) => path.replaceAll("\\", "/"));
  const rules = read(PAGE).replace(/^[\s\S]*?(?=^## )/m, "");
  return new Map(
    publicPackages(root).map(({ folder, manifest: { name } }) => {
      const example = EXAMPLES[folder] ?? starts.find((path) => read(path).includes(`mintEndpoint } from "${name}"`));
      const parts = [
        `# ${name}, for coding agents`,
        `Start with the [README](README.md). This file is compiled from [the documentation](${FILES}/${PAGE}).`,
        absoluteLinks(rules).trim(),
        ...(example ? ["## Example", codeBlock(example, read(example))] : []),
      ];
      return [`${folder}/AGENTS.md`, `${parts.join("\n\n")}\n`];
    }),
  );
}

function codeBlock(path: string, text: string): string {
  const code = text.replace(/^ *\/\/ #(?:end)?region.*\n/gm, "").trim();
  return `A test runs this file: [${path}](${FILES}/${path}).\n\n\`\`\`${path.endsWith(".mjs") ? "js" : "ts"}\n${code}\n\`\`\``;
}

function absoluteLinks(text: string): string {
  return text.replace(/\]\((\.[^)]+)\)/g, (_, path) => `](${FILES}/${normalize(join(dirname(PAGE), path))})`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  for (const [path, text] of agentsFiles(root)) {
    const file = join(root, path);
    if (process.argv.includes("--accept")) writeFileSync(file, text);
    if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
    console.log(`${path} is not what ${PAGE} makes of it. Run \`npm run release:check -- --accept\`.`);
    process.exitCode = 1;
  }
}

import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { entriesOf, publicPackages } from "./public-packages.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const PACKAGES = publicPackages(ROOT);
const ADAPTERS = PACKAGES.filter(({ folder }) => existsSync(`${ROOT}${folder}/src/read-inbound.ts`));
const read = (path: string): string => readFileSync(ROOT + path, "utf8");

/**
 * Each place has a file that uses or describes an adapter, as "Add a runtime" in CONTRIBUTING says. Where a file is run or
 * linked by name, the second pattern finds its name. Elsewhere, knip finds a program that nothing runs.
 */
const PLACES: Readonly<Record<string, string>> = {
  "packages/core/README.md": "",
  "packages/conformance/src/{launchers/*,node-subject}.ts": "",
  "internal/abuse/src/targets/*.ts": "",
  "internal/rehearsal/customers/*/{*,src/*}.{js,ts}": "internal/rehearsal/src/cells/*.ts",
  "apps/!(demo|recipes)/package.json": "",
  "apps/demo/src/runtimes/in-*.ts": "",
  "apps/recipes/src/*.ts": "apps/recipes/src/recipes.test.ts",
  "docs/examples/start/**/*.{ts,mjs}": "docs/tests/examples.test.ts",
  "docs/guide/mint-endpoint.md": "",
  "docs/recipes/*.md": "docs/recipes/index.md",
  "docs/start/*.md": "docs/start/index.md",
};

it.each(PACKAGES)("lists $folder in the README, the bug report form and the reference", (own) => {
  const { folder, manifest } = own;
  expect(manifest.repository?.directory).toBe(folder);
  expect(read("README.md")).toContain(`(${folder})`);
  expect(read(".github/ISSUE_TEMPLATE/bug.yml")).toMatch(new RegExp(`options: .*\\b${folder.slice(9)}\\b`));
  if (entriesOf(own).length > 0) expect(read("docs/package.json")).toContain(`"${manifest.name}"`);
});

it.each(ADAPTERS)("uses and describes $folder everywhere", ({ manifest: { name } }) => {
  const missing = Object.entries(PLACES).filter(([place, named]) => {
    const own = globSync(place, { cwd: ROOT }).filter((path) => read(path).includes(name));
    const texts = globSync(named, { cwd: ROOT }).map(read).join();
    const isNamed = (path: string): boolean => {
      const [name = ""] = path.slice(place.indexOf("*")).split(/[/.]/);
      // In quotes, a link or a path, but not as a prefix like that of `node:fs`.
      return new RegExp(`["'(/]${name}\\b(?!:)`).test(texts);
    };
    return !own.some((path) => named === "" || isNamed(path));
  });
  expect(missing).toEqual([]);
});

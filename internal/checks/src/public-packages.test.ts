import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { entriesOf, publicPackages } from "./public-packages.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const PACKAGES = publicPackages(ROOT);
const ADAPTERS = PACKAGES.filter(({ folder }) => existsSync(`${ROOT}${folder}/src/read-inbound.ts`));
const read = (path: string): string => readFileSync(ROOT + path, "utf8");

/** Each place has at least one file that uses or describes an adapter: "Add a runtime" in CONTRIBUTING lists them. */
const PLACES = [
  "packages/core/README.md",
  "packages/conformance/src/{launchers/*,node-subject}.ts",
  "internal/abuse/src/targets/*.ts",
  "internal/rehearsal/customers/*/{*,src/*}.{js,ts}",
  "apps/!(demo|recipes)/package.json",
  "apps/demo/src/runtimes/in-*.ts",
  "apps/recipes/src/*.ts",
  "docs/examples/start/**/*.{ts,mjs}",
  "docs/guide/mint-endpoint.md",
  "docs/recipes/*.md",
  "docs/start/index.md",
];

it.each(PACKAGES)("lists $folder in the README, the bug report form and the reference", (own) => {
  const { folder, manifest } = own;
  expect(read("README.md")).toContain(`(${folder})`);
  expect(read(".github/ISSUE_TEMPLATE/bug.yml")).toMatch(new RegExp(`options: .*\\b${folder.slice(9)}\\b`));
  if (entriesOf(own).length > 0) expect(read("docs/package.json")).toContain(`"${manifest.name}"`);
});

it.each(ADAPTERS)("uses and describes $folder everywhere", ({ manifest: { name } }) => {
  const missing = PLACES.filter((place) => !globSync(place, { cwd: ROOT }).some((path) => read(path).includes(name)));
  expect(missing).toEqual([]);
});

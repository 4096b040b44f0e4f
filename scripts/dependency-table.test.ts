import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findTableBreaks } from "./dependency-table.ts";

const LOCKFILE = `
importers:
  packages/core:
    dependencies:
      fetcher:
        specifier: 1.0.0
        version: 1.0.0(checker@7.0.0)
  packages/node:
    dependencies:
      "@plastiq-connect/core":
        specifier: workspace:^
        version: link:../core
      sockets:
        specifier: 2.0.0
        version: 2.0.0
    devDependencies:
      tester:
        specifier: 3.0.0
        version: 3.0.0
packages:
  fetcher@1.0.0:
    peerDependenciesMeta:
      checker:
        optional: true
snapshots:
  fetcher@1.0.0(checker@7.0.0):
    dependencies:
      joiner: 4.0.0
    optionalDependencies:
      checker: 7.0.0
  joiner@4.0.0: {}
  sockets@2.0.0:
    dependencies:
      joiner: 4.0.0
  tester@3.0.0: {}
  checker@7.0.0: {}
`;
const CORE = "| `core` | `fetcher` | 2 | fetcher: because |";
const NODE = "| `node` | `core`, `sockets` | 3 | sockets: because |";

let root: string;
const write = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};
const table = async (...rows: string[]): Promise<readonly string[]> => {
  const head = ["| package | depends on | installed | why not our own code |", "| --- | --- | --- | --- |"];
  await write("README.md", ["# Words", "", ...head, ...rows, "", "| another | table |", ""].join("\n"));
  return findTableBreaks(root).map((line) => line.replace('README.md, "Dependencies": ', ""));
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "dependency-table-"));
  const manifest = (name: string, dependencies: object): Promise<void> =>
    write(`packages/${name}/package.json`, JSON.stringify({ name: `@plastiq-connect/${name}`, dependencies }));
  await manifest("core", { fetcher: "1.0.0" });
  await manifest("node", { "@plastiq-connect/core": "workspace:^", sockets: "2.0.0" });
  await write("pnpm-lock.yaml", LOCKFILE);
});
afterEach(() => rm(root, { recursive: true }));

it("finds nothing in the repository, nor in a table that is right", async () => {
  expect(findTableBreaks(fileURLToPath(new URL("..", import.meta.url)))).toEqual([]);
  expect(await table(CORE, NODE)).toEqual([]);
});

it.each([
  ["a row that is missing", [CORE], ["node has no row."]],
  ["a dependency that is missing", [CORE, NODE.replace(", `sockets`", "")], ["node depends on sockets, too."]],
  [
    "a dependency too many",
    [CORE.replace("`fetcher`", "`fetcher`, `joiner`"), NODE],
    ["core does not depend on joiner."],
  ],
  ["no reason", [CORE.replace("fetcher: because", ""), NODE], ["core does not say why it depends on fetcher."]],
  ["a wrong number", [CORE.replace("2", "1"), NODE], ["core brings 2 packages of others, not 1."]],
  ["a package that is not", [CORE, NODE, "| `deno` | | 0 | |"], ["There is no public package deno."]],
])("finds %s", async (_, rows, expected) => {
  expect(await table(...rows)).toEqual(expected);
});

it("finds that the table has gone", async () => {
  expect(await table()).toEqual(["core has no row.", "node has no row."]);
});

import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findRuleBreaks } from "./check-packages.ts";
import { publicPackages } from "./public-packages.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

let copy: string;
beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), "check-packages-"));
  const files = publicPackages(ROOT).map(({ folder }) => `${folder}/package.json`);
  for (const file of [...files, ".changeset/config.json"]) await cp(join(ROOT, file), join(copy, file));
});
afterEach(() => rm(copy, { recursive: true }));

const edit = async (file: string, before: string | RegExp, after: string): Promise<readonly string[]> => {
  const text = await readFile(join(copy, file), "utf8");
  const edited = text.replace(before, after);
  expect(edited).not.toBe(text);
  await writeFile(join(copy, file), edited);
  return findRuleBreaks(copy);
};

it("finds nothing in the repository", () => {
  expect(findRuleBreaks(ROOT)).toEqual([]);
  expect(findRuleBreaks(copy)).toEqual([]);
});

it.each([
  ["another version", /"version": ".*?"/, '"version": "77.0.0"', /version 77\.0\.0, where/],
  [
    "another range",
    '"@plastiq-connect/core": "workspace:^"',
    '"@plastiq-connect/core": "workspace:*"',
    /not "workspace:\*"/,
  ],
  ["a fixed range", '"@plastiq-connect/core": "workspace:^"', '"@plastiq-connect/core": "^1.0.0"', /not "\^1\.0\.0"/],
  [
    "a peer",
    '"dependencies": {',
    '"peerDependencies": { "@plastiq-connect/core": "*" }, "dependencies": {',
    /not into "peer/,
  ],
  ["a private one", '"dependencies": {', '"dependencies": { "runtimes": "workspace:^",', /runtimes is private/],
  ["a registry", '"access": "public"', '"registry": "https://registry.example/"', /names a registry/],
  ["a name outside the group", '"@plastiq-connect/node"', '"connect-node"', /is named @plastiq-connect/],
])("finds %s", async (_, before, after, told) => {
  const breaks = await edit("packages/node/package.json", before, after);
  const [first] = breaks.filter((line) => line.startsWith("packages/node/package.json: "));
  expect(first).toMatch(told);
});

it("finds a package that would be released by itself", async () => {
  expect(await edit(".changeset/config.json", "@plastiq-connect/*", "@plastiq-connect/core")).toHaveLength(1);
});

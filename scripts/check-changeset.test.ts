import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkChangesets } from "./check-changeset.ts";

const CONFIG = fileURLToPath(new URL("../.changeset/config.json", import.meta.url));
const CORE = '{ "name": "@plastiq-connect/core", "version": "1.0.0", "devDependencies": {} }';

let root: string;
const write = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};
const git = (...words: string[]): string =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false", ...words], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
const commit = (): void => {
  git("add", "--all");
  git("commit", "--message=change");
};
const changeset = (...names: string[]): Promise<void> =>
  write(".changeset/brave-cat.md", `---\n${names.map((name) => `"${name}": patch\n`).join("")}---\n\nWords.\n`);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "check-changeset-"));
  await mkdir(join(root, ".changeset"));
  await cp(CONFIG, join(root, ".changeset/config.json"));
  await write(".changeset/pending.md", '---\n"@plastiq-connect/core": minor\n---\n\nOf an earlier change.\n');
  await write("packages/core/package.json", CORE);
  await write("packages/core/src/index.ts", "export const one = 1;\n");
  await write("packages/node/package.json", '{ "name": "@plastiq-connect/node", "version": "1.0.0" }');
  await write("packages/runtimes/package.json", '{ "name": "runtimes", "version": "1.0.0", "private": true }');
  git("init", "--initial-branch=main");
  commit();
  git("switch", "--create", "feature");
});
afterEach(() => rm(root, { recursive: true }));

describe("checkChangesets", () => {
  it("passes where nothing changed, on main and on a branch", () => {
    expect(checkChangesets(root)).toEqual({ ok: true, text: "No public package differs from main." });
    git("switch", "main");
    expect(checkChangesets(root).ok).toBe(true);
  });

  it.each(["committed", "not committed"])(
    "names the package and the file of a change without a changeset, %s",
    async (how) => {
      await write("packages/core/src/index.ts", "export const one = 2;\n");
      await write("packages/core/src/new.ts", "export const two = 2;\n");
      if (how === "committed") commit();
      expect(checkChangesets(root)).toEqual({
        ok: false,
        text: [
          "Changed since main, without a changeset that names the package:",
          "  @plastiq-connect/core: packages/core/src/index.ts, packages/core/src/new.ts",
          "Run `pnpm changeset` and say in a sentence what users will notice; `pnpm changeset --empty` if it is nothing.",
        ].join("\n"),
      });
    },
  );

  it("passes with a changeset that names every changed package, and only then", async () => {
    await write("packages/core/src/index.ts", "export const one = 2;\n");
    await write("packages/node/src/index.ts", "export const one = 2;\n");
    await changeset("@plastiq-connect/core");
    expect(checkChangesets(root).text).toMatch(/^ {2}@plastiq-connect\/node: /m);
    await changeset("@plastiq-connect/core", "@plastiq-connect/node");
    expect(checkChangesets(root)).toEqual({
      ok: true,
      text: "Every public package that differs from main has its changeset.",
    });
    commit();
    expect(checkChangesets(root).ok).toBe(true);
  });

  it("takes an empty changeset for a word that users will notice nothing", async () => {
    await write("packages/core/src/index.ts", "export const one = 1; // one\n");
    await changeset();
    expect(checkChangesets(root).ok).toBe(true);
  });

  it.each([
    ["a test", "packages/core/src/index.test.ts", "1"],
    ["a README", "packages/core/README.md", "Words."],
    ["a private package", "packages/runtimes/src/index.ts", "1"],
    ["a development dependency", "packages/core/package.json", CORE.replace("{}", '{ "a": "1.0.0" }')],
  ])("asks for none for %s", async (_, path, text) => {
    await write(path, text);
    expect(checkChangesets(root).ok).toBe(true);
  });

  it("asks for one for a dependency", async () => {
    await write(
      "packages/core/package.json",
      CORE.replace("devDependencies", "dependencies").replace("{}", '{ "a": "1" }'),
    );
    expect(checkChangesets(root).ok).toBe(false);
  });

  it("passes the release itself, which takes the changesets away", async () => {
    await write("packages/core/package.json", CORE.replace("1.0.0", "1.1.0"));
    await write("packages/core/src/version.ts", 'export const VERSION = "1.1.0";\n');
    await rm(join(root, ".changeset/pending.md"));
    expect(checkChangesets(root).ok).toBe(true);
  });

  it("compares with what it is told to", async () => {
    await write("packages/core/src/index.ts", "export const one = 2;\n");
    commit();
    expect(checkChangesets(root, "HEAD").ok).toBe(true);
    expect(checkChangesets(root, "HEAD~1").ok).toBe(false);
    expect(checkChangesets(root, "nowhere")).toEqual({ ok: false, text: "git does not know nowhere: fetch it." });
  });

  it("says that it checked nothing in a clone without the base branch", () => {
    git("branch", "--delete", "--force", "main");
    const text = "git does not know the base branch: fetch it. Nothing was checked.";
    expect(checkChangesets(root)).toEqual({ ok: true, text });
  });
});

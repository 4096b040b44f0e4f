import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const PACKAGES = {
  core: {},
  node: { "@plastiq-connect/core": "workspace:^" },
  cli: { "@plastiq-connect/node": "workspace:^" },
};

let copy: string;
beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), "changelog-"));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await writeFile(join(copy, path), text);
  };
  for (const file of ["config.json", "changelog.ts"]) {
    await cp(join(ROOT, ".changeset", file), join(copy, ".changeset", file));
  }
  await write("package.json", '{ "private": true, "packageManager": "pnpm@12.21.0" }');
  await write("pnpm-lock.yaml", "");
  await write("pnpm-workspace.yaml", "packages: [packages/*]\n");
  for (const [name, dependencies] of Object.entries(PACKAGES)) {
    const manifest = { name: `@plastiq-connect/${name}`, version: "1.0.0", dependencies };
    await write(`packages/${name}/package.json`, JSON.stringify(manifest));
  }
  await write(
    ".changeset/one.md",
    '---\n"@plastiq-connect/core": minor\n---\n\nMints twice as fast.\n\nAlso on Sundays.\n',
  );
  await write(
    ".changeset/two.md",
    '---\n"@plastiq-connect/core": patch\n"@plastiq-connect/node": patch\n---\n\nNo longer hangs.\n',
  );
  const git = (...words: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false", ...words], {
      cwd: copy,
      stdio: "ignore",
    });
  git("init", "--initial-branch=main");
  git("add", "--all");
  git("commit", "--message=start");
  const changesets = join(ROOT, "node_modules/@changesets/cli/bin.js");
  execFileSync(process.execPath, [changesets, "version"], { cwd: copy, stdio: "ignore" });
});
afterEach(() => rm(copy, { recursive: true }));

it("tells each package's users what they get, once and without hashes, all at one version", async () => {
  const read = (name: string): Promise<string> => readFile(join(copy, `packages/${name}/CHANGELOG.md`), "utf8");

  expect(await read("core")).toBe(`# @plastiq-connect/core

## 1.1.0

### Minor Changes

- Mints twice as fast.

  Also on Sundays.

### Patch Changes

- No longer hangs.
`);
  expect(await read("node")).toBe(`# @plastiq-connect/node

## 1.1.0

### Patch Changes

- No longer hangs.
- Through \`@plastiq-connect/core\`: Mints twice as fast.

  Also on Sundays.
- Goes with \`@plastiq-connect/core\` 1.1.0.
`);
  expect(await read("cli")).toBe(`# @plastiq-connect/cli

## 1.1.0

### Patch Changes

- Through \`@plastiq-connect/node\`: No longer hangs.
- Goes with \`@plastiq-connect/node\` 1.1.0.
`);
});

import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const FILES = ["core/package.json", "core/deno.json", "core/src/version.ts", "deno/package.json", "deno/deno.json"];

let copy: string;
beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), "sync-versions-"));
  await mkdir(join(copy, "scripts"));
  await cp(join(ROOT, "internal/checks/src/sync-versions.ts"), join(copy, "internal/checks/src/sync-versions.ts"));
  for (const file of FILES) await cp(join(ROOT, "packages", file), join(copy, "packages", file));
});
afterEach(() => rm(copy, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; stdout: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["internal/checks/src/sync-versions.ts", ...args], {
      cwd: copy,
    });
    return { code: 0, stdout };
  } catch (error) {
    return error as { code: number; stdout: string };
  }
}

const read = (file: string): Promise<string> => readFile(join(copy, "packages", file), "utf8");

describe("sync-versions", () => {
  it("finds the repository in line", async () => {
    expect(await run("--check")).toMatchObject({ code: 0, stdout: "" });
  });

  it("says where a version has drifted, and writes it", async () => {
    for (const name of ["core", "deno"]) {
      const text = await read(`${name}/package.json`);
      await writeFile(
        join(copy, "packages", name, "package.json"),
        text.replace(/"version": ".*?"/, '"version": "12.3.4-beta.1"'),
      );
    }

    const checked = await run("--check");
    expect(checked.code).toBe(1);
    expect(checked.stdout.trim().split("\n")).toEqual([
      "packages/core/deno.json: another version than package.json",
      "packages/deno/deno.json: another version than package.json",
      "packages/core/src/version.ts: another version than package.json",
    ]);
    expect((await run()).code).toBe(0);
    expect(await run("--check")).toMatchObject({ code: 0, stdout: "" });
    expect(JSON.parse(await read("core/deno.json")).version).toBe("12.3.4-beta.1");
    expect(JSON.parse(await read("deno/deno.json")).version).toBe("12.3.4-beta.1");
    expect(await read("core/src/version.ts")).toContain('VERSION: string = "12.3.4-beta.1";');
  });

  it("fails when a file names no version", async () => {
    await writeFile(join(copy, "packages/deno/deno.json"), "{}");

    expect((await run("--check")).code).not.toBe(0);
  });
});

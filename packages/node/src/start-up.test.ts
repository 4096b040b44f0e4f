import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";

// Node 20 and 22 load modules of their own for the first import of any file.
const SCRIPT = `
  await import(process.argv[1]);
  const before = new Set(process.moduleLoadList);
  const { createClient } = await import("@plastiq-connect/node");
  createClient({ apiKey: "start-up-key-not-a-secret" });
  console.log(JSON.stringify(process.moduleLoadList.filter((name) => !before.has(name))));
`;

it("needs none of Node's own modules to load and create a client, because each costs start-up", async () => {
  const folder = mkdtempSync(join(tmpdir(), "plastiq-connect-start-up-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const empty = join(folder, "empty.mjs");
  writeFileSync(empty, "");
  const args = ["--input-type=module", "--eval", SCRIPT, pathToFileURL(empty).href];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
  expect(JSON.parse(stdout)).toEqual([]);
});

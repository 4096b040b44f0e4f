import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const SCRIPT = `
  const before = new Set(process.moduleLoadList);
  const { createClient } = await import("@plastiq-connect/node");
  createClient({ apiKey: "start-up-key-not-a-secret" });
  console.log(JSON.stringify(process.moduleLoadList.filter((name) => !before.has(name))));
`;

it("needs none of Node's own modules to load and create a client, because each costs start-up", async () => {
  const args = ["--input-type=module", "--eval", SCRIPT];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
  expect(JSON.parse(stdout)).toEqual([]);
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";

const REHEARSAL = new URL("rehearsal.ts", import.meta.url).href;

// Starts a rehearsal with a child that has a child of its own, and says where and who they are.
const PROGRAM = `
  const { createRehearsal } = await import(${JSON.stringify(REHEARSAL)});
  const { processes, folder, env } = createRehearsal();
  const grandchild = 'const { pid } = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"]);' +
    'console.log("pids", process.pid, pid); setInterval(() => {}, 1e6)';
  const [, child, itsChild] = await processes.start([process.execPath, "-e", grandchild], { cwd: folder, env })
    .prints(/pids (\\d+) (\\d+)/);
  console.log(JSON.stringify({ folder, pids: [Number(child), Number(itsChild)] }));
  if (process.argv.includes("fail")) throw new Error("on purpose");
  setInterval(() => {}, 1e6);
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // What died and was not yet collected still answers.
    return !isZombie(pid);
  } catch {
    return false;
  }
}

function isZombie(pid: number): boolean {
  const path = `/proc/${pid}/stat`;
  return existsSync(path) && /\) [ZX] /.test(readFileSync(path, "utf8"));
}

it.each([
  ["Ctrl-C", "SIGINT", 130],
  ["a request to end", "SIGTERM", 143],
  ["a crash", undefined, 1],
] as const)("leaves no process and no file behind after %s", async (_, signal, expected) => {
  const words = ["--input-type=module", "-e", PROGRAM, ...(signal ? [] : ["fail"])];
  const program = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(program, "close");
  let output = "";
  program.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  await vi.waitFor(() => expect(output).toMatch(/\n/), { timeout: 10_000 });
  const { folder, pids } = JSON.parse(output) as { folder: string; pids: number[] };
  if (signal) {
    expect(existsSync(folder)).toBe(true);
    expect(pids.map(isAlive)).toEqual([true, true]);
    program.kill(signal);
  }
  const [status] = await ended;
  expect(status).toBe(expected);
  expect(existsSync(folder)).toBe(false);
  await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]), 20_000);
});

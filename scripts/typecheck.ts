// Checks the types of every project of the workspace, with the built packages in place. TypeScript 7 does it, in a
// fraction of the time; TypeScript 6 stays for the tools that are built on its API. Words are beginnings of paths: only
// projects there are checked.
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = `${root}node_modules/typescript-native/bin/tsc`;
// The compiler is written in Go, and ends before its garbage would be worth collecting.
const env = { ...process.env, GOGC: "off", GOMEMLIMIT: "2GiB" };
const wanted = process.argv.slice(2);
const projects = [
  "tsconfig.json",
  ...globSync("{packages/*,internal/*,apps/*,docs,frameworks}/tsconfig*.json", { cwd: root }),
]
  .filter((project) => wanted.length === 0 || wanted.some((start) => project.startsWith(start)))
  .sort();

function check(project: string): Promise<boolean> {
  return new Promise((resolve) => {
    const words = [tsc, "--noEmit", "-p", project, ...(process.stdout.isTTY ? ["--pretty"] : [])];
    const child = spawn(process.execPath, words, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("close", (status) => {
      if (status !== 0) console.log(`${project}\n${output}`);
      resolve(status === 0);
    });
  });
}

const left = projects.values();
let failed = 0;
const work = async (): Promise<void> => {
  for (const project of left) if (!(await check(project))) failed++;
};
await Promise.all(Array.from({ length: availableParallelism() }, work));
console.log(`${projects.length - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

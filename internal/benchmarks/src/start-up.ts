import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median } from "./throughput.ts";

const RUNS = 15;
const OURS = `
  const { createClient } = await import("@plastiq-connect/node");
  createClient({ apiKey: "bench-key-not-a-secret" });`;
const PARTS = `await import("ofetch"); await import("valibot");`;

/** How many milliseconds importing and constructing the Node adapter takes above importing ofetch and valibot: the median of pairs. */
export function startUpAbove(): { ours: number; parts: number; above: number } {
  const pairs = Array.from({ length: RUNS }, () => ({ ours: milliseconds(OURS), parts: milliseconds(PARTS) }));
  return {
    ours: median(pairs.map(({ ours }) => ours)),
    parts: median(pairs.map(({ parts }) => parts)),
    above: median(pairs.map(({ ours, parts }) => ours - parts)),
  };
}

// A fresh process each time: a module is imported once.
function milliseconds(code: string): number {
  const timed = `const start = performance.now(); ${code} console.log(performance.now() - start);`;
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", timed], { cwd, encoding: "utf8" }));
}

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BUN, DENO } from "runtimes/binary";
import { median } from "../throughput.ts";

const RUNS = 9;
const HOME = fileURLToPath(new URL("../..", import.meta.url));
const PARTS = `await import("ofetch"); await import("valibot");`;
const ours = (name: string): string =>
  `(await import("@plastiq-connect/${name}")).createClient({ apiKey: "bench-key-not-a-secret" });`;

const ADAPTERS = [
  ["the Node adapter on Node", "node", process.execPath, []],
  ["the Deno adapter on Deno", "deno", DENO.path, ["run", "-A", "-q"]],
  ["the Node adapter on Bun", "node", BUN.path, ["run"]],
] as const;

/** How long an adapter takes to load. */
export interface StartUp {
  readonly name: string;
  /** Milliseconds of importing and constructing it above importing ofetch and valibot: the median of pairs. */
  readonly above: number;
}

/** Measures the start-up of each adapter in fresh processes. A Worker is loaded before its first request. */
export function startUps(): StartUp[] {
  const folder = mkdtempSync(join(HOME, "node_modules", ".start-up-"));
  const found: StartUp[] = [];
  for (const [name, adapter, path, args] of ADAPTERS) {
    if (path === undefined) continue;
    const time = (code: string): number => {
      const file = join(folder, "program.mjs");
      writeFileSync(file, `const start = performance.now(); ${code} console.log(performance.now() - start);`);
      return Number(execFileSync(path, [...args, file], { cwd: folder, encoding: "utf8" }));
    };
    const pairs = Array.from({ length: RUNS }, () => time(ours(adapter)) - time(PARTS));
    found.push({ name, above: median(pairs) });
  }
  rmSync(folder, { recursive: true });
  return found;
}

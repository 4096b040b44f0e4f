import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { KINDS } from "./schedule.ts";
import { simulate } from "./simulate.ts";
import { FAULTS } from "./world/fault.ts";

const SEED = 20_261_125;
const RUNS = 5_000;
const run = promisify(execFile);
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

describe("the simulation", () => {
  it(`keeps every promise in ${RUNS} schedules, and meets every fault and every kind`, {
    timeout: 300_000,
  }, async () => {
    const { failure, mix, kinds } = await simulate({ runs: RUNS, seed: SEED });
    expect(failure).toBeUndefined();
    expect(new Set(mix.keys())).toEqual(new Set(Object.keys(FAULTS)));
    expect(new Set(kinds.keys())).toEqual(new Set(Object.keys(KINDS)));
  });

  it("gives the same trace for the same seed in two processes, and another for another seed", {
    timeout: 120_000,
  }, async () => {
    const traceOf = async (seed: number): Promise<string> =>
      (await run(process.execPath, [path("print-trace.ts"), String(seed)])).stdout;
    const [first, second, other] = await Promise.all([traceOf(1), traceOf(1), traceOf(2)]);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });
});

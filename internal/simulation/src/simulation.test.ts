import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { itKeepsEveryPromise } from "./testing/keep-every-promise.ts";

const run = promisify(execFile);
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

describe("the simulation", () => {
  itKeepsEveryPromise(20_261_125);

  it("produces the same trace for the same seed in two processes, and a different one for another seed", {
    timeout: 120_000,
  }, async () => {
    const traceOf = async (seed: number): Promise<string> =>
      (await run(process.execPath, [path("print-trace.ts"), String(seed)])).stdout;
    const [first, second, other] = await Promise.all([traceOf(1), traceOf(1), traceOf(2)]);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });
});

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { FAULTS } from "./fault.ts";
import { simulate } from "./simulate.ts";

const SEED = 20_261_125;
const RUNS = 5_000;
const run = promisify(execFile);
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

describe("the simulation", () => {
  it(`keeps every promise in ${RUNS} schedules, and meets every fault`, { timeout: 300_000 }, async () => {
    const { failure, mix } = await simulate({ runs: RUNS, seed: SEED });
    expect(failure).toBeUndefined();
    expect(new Set(mix.keys())).toEqual(new Set(Object.keys(FAULTS)));
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

  it.each([
    ["a gateway's 503 is a refusal", /nothingHappensTwice|rejectedMeansThatNoEffectExists/],
    ["any page of a 4xx is a refusal", /rejectedMeansThatNoEffectExists/],
    ["a body has a reader", /networkFailuresAreReal|aGoodResponseIsASuccess/],
    ["control characters are removed after redaction", /noSecretIsPrinted/],
    ["Retry-After is read after redaction", /aRetryWaitsAsLongAsItWasAskedTo/],
    ["a 404 always counts as deleted", /successMeansTheReturnedEffect/],
    ["a payment is repeated under a new key", /rejectedMeansThatNoEffectExists|nothingHappensTwice|successMeans/],
  ])(
    "fails within that many schedules when the old rule is planted: %s",
    { timeout: 300_000 },
    async (rule, broken) => {
      const args = [
        "--import",
        path("planted/plant.ts"),
        path("cli.ts"),
        "--runs",
        String(RUNS),
        "--seed",
        String(SEED),
      ];
      const env = { ...process.env, PLANT: rule };
      const failure = await run(process.execPath, args, { env }).catch(
        (error: { code: number; stdout: string }) => error,
      );
      expect(failure).toMatchObject({ code: 1 });
      expect(failure.stdout).toContain("The shortest schedule that does so:");
      expect(failure.stdout).toMatch(broken);
    },
  );
});

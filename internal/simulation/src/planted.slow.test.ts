import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const SEED = 20_261_125;
const RUNS = 5_000;
const run = promisify(execFile);
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

describe("the simulation", () => {
  it.each([
    ["a gateway's 503 is a refusal", /nothingHappensTwice|rejectedMeansThatNoEffectExists/],
    ["any page of a 4xx is a refusal", /rejectedMeansThatNoEffectExists/],
    ["a body has a reader", /networkFailuresAreReal|aGoodResponseIsASuccess/],
    ["control characters are removed after redaction", /noSecretIsPrinted/],
    ["Retry-After is read after redaction", /aRetryWaitsAsLongAsItWasAskedTo/],
    ["a 404 always counts as deleted", /successMeansTheReturnedEffect/],
    ["a short page ends a list", /onlyRemovalsHideItems/],
    ["an expired intent has ended at once", /anOrderIsPaidOnce/],
    ["the local clock tells how long ago a payment was sent", /didNotHappenIsTrueForEver/],
    ["a refund's status 200 is a success", /aRefundIsTold|successMeansTheReturnedEffect/],
    ["a payment's 409 is a refusal", /aCertainFailureHasPaidNothing|rejectedMeansThatNoEffectExists/],
    ["a decline is final", /anOrderIsPaidOnce/],
    [
      "a payment is repeated under a new key",
      /rejectedMeansThatNoEffectExists|nothingHappensTwice|successMeans|anOrderIsPaidOnce/,
    ],
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

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CASES } from "./cases.ts";
import { failureOf } from "./failure-of.ts";
import type { Report } from "./report.ts";
import { RUNTIMES, type Runtime } from "./runtimes/runtimes.ts";
import { startServers } from "./servers.ts";

/** Where every runtime can be had, one that is missing is a failure. */
const COMPLETE = (process.platform === "linux" && process.arch === "x64") || Boolean(process.env.CI);

/** Runs every case in one runtime. Resolves with undefined where the runtime cannot be had. */
async function reportOf({ name, missing, run }: Runtime): Promise<Report | undefined> {
  const reason = await missing?.();
  if (reason !== undefined) {
    if (COMPLETE) throw new Error(`${name} is missing: ${reason}`);
    console.log(`Skipped: ${name}, ${reason}.`);
    return undefined;
  }
  const servers = await startServers();
  try {
    return await run({ addresses: servers.addresses });
  } finally {
    await servers.close();
  }
}

// They start together: a runtime waits more than it computes.
const reports = new Map<Runtime, Promise<Report | undefined>>();
beforeAll(() => {
  for (const runtime of RUNTIMES) {
    const report = reportOf(runtime);
    report.catch(() => {});
    reports.set(runtime, report);
  }
});
afterAll(async () => void (await Promise.allSettled(reports.values())));

describe.each(RUNTIMES.map((runtime) => [`${runtime.name} ${runtime.version}`.trim(), runtime] as const))(
  "%s",
  (_, runtime) => {
    it.for(CASES)("$name: $rule", { timeout: 300_000 }, async ({ name }, { skip }) => {
      const report = await reports.get(runtime);
      if (!report) return skip();
      const result = report.cases.find((testCase) => testCase.name === name);
      if (!result) return expect.unreachable("The case did not run.");
      if (result.result === "not-applicable") return skip();
      expect(result.result, failureOf(report.runtime, result).join("\n")).toBe("passed");
    });

    it("has the version that was asked for", { timeout: 300_000 }, async ({ skip }) => {
      const report = await reports.get(runtime);
      if (!report || runtime.version === "") return skip();
      expect(report.runtime.version).toBe(runtime.version);
    });
  },
);

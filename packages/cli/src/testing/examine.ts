import { expect } from "vitest";
import { runOnPipe } from "./in-process.ts";
import { type Finished, run, type Start } from "./run.ts";

interface Report {
  readonly exitCode: number;
  readonly environment: string | null;
  readonly baseUrl: string | null;
  readonly checks: readonly { check: string; result: string; message: string; advice?: string }[];
}

/** The report of `doctor`. */
interface Examined extends Report {
  /** The result of each check, by its name. */
  readonly results: Readonly<Record<string, string>>;
  finding(check: string): Report["checks"][number] | undefined;
}

/** Runs the doctor with `--json`: its report, and how each check ended. */
export async function examine(args: readonly string[], options: Start = {}): Promise<Examined> {
  return readReport(await runOnPipe(["doctor", "--json", ...args], options));
}

/** The same in a process of its own: with its proxies, its exit code, and all that it prints. */
export async function examineInProcess(args: readonly string[], options: Start = {}): Promise<Examined> {
  return readReport(await run(["doctor", "--json", ...args], options));
}

function readReport({ exitCode, stdout, stderr }: Finished): Examined {
  expect(stderr).toBe("");
  expect(stdout.trimEnd()).not.toContain("\n");
  const report: Report = JSON.parse(stdout);
  expect(report.exitCode).toBe(exitCode);
  return {
    ...report,
    results: Object.fromEntries(report.checks.map(({ check, result }) => [check, result])),
    finding: (wanted: string) => report.checks.find(({ check }) => check === wanted),
  };
}

/** The results of a good configuration. */
export const ALL_OK: Readonly<Record<string, string>> = {
  environment: "ok",
  "API key": "ok",
  proxy: "ok",
  certificates: "ok",
  network: "ok",
  redirect: "ok",
  clock: "ok",
  "trace id": "ok",
  access: "ok",
};
/** The results where no response comes. */
export const NO_NETWORK: Readonly<Record<string, string>> = {
  network: "problem",
  redirect: "skipped",
  clock: "skipped",
  "trace id": "skipped",
  access: "skipped",
};

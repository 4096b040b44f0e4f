import type { CaseReport, Report } from "./report.ts";

/** What became of one runtime. */
export type Row =
  | {
      readonly result: "ran";
      readonly name: string;
      readonly report: Report;
      readonly seconds: number;
      /** Whether a case may be without application here: only a browser may lack what a case needs. */
      readonly mayLack: boolean;
    }
  /** It could not start, or ended without a report. */
  | { readonly result: "broken"; readonly name: string; readonly version: string; readonly reason: string }
  | { readonly result: "skipped"; readonly name: string; readonly version: string; readonly reason: string };

/** How many cells passed and failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** Adds all runtimes up. One that broke counts as one failure, and so does each case that had to apply and did not. */
export function tallyOf(rows: readonly Row[], skippingFails: boolean): Tally {
  let passed = 0;
  let failed = 0;
  for (const row of rows) {
    if (row.result === "ran") {
      passed += row.report.passed;
      failed += row.report.failed + (row.mayLack ? 0 : row.report.notApplicable);
    } else if (row.result === "broken" || skippingFails) failed++;
  }
  return { passed, failed };
}

/** One line for each runtime, then what did not apply, what was skipped, and every failure in detail. */
export function matrixOf(rows: readonly Row[]): string {
  const lines = [
    line("runtime", "version", "cases", "passed", "failed", "not applicable", "time"),
    ...rows.map((row) => {
      if (row.result !== "ran") return line(row.name, row.version, row.result);
      const { runtime, cases, passed, failed, notApplicable } = row.report;
      const counts = [cases.length, passed, failed, notApplicable].map(String);
      return line(runtime.name, runtime.version, ...counts, `${row.seconds.toFixed(1)} s`);
    }),
  ];
  return [...lines, ...rows.flatMap(remarksOf)].join("\n");
}

const WIDTHS = [10, 14, 7, 8, 8, 16, 8];

function line(...cells: readonly string[]): string {
  return cells
    .map((cell, index) => (index < 2 ? cell.padEnd(WIDTHS[index] ?? 0) : cell.padStart(WIDTHS[index] ?? 0)))
    .join("");
}

function remarksOf(row: Row): readonly string[] {
  if (row.result !== "ran")
    return ["", `${row.name} ${row.version} ${row.result === "broken" ? "did not run" : "was skipped"}: ${row.reason}`];
  const { runtime, cases } = row.report;
  const reasons = new Map<string, number>();
  for (const one of cases) {
    if (one.result === "not-applicable") reasons.set(one.reason, (reasons.get(one.reason) ?? 0) + 1);
  }
  return [
    ...(reasons.size > 0 ? ["", `Not applicable in ${runtime.name}:`] : []),
    ...[...reasons].map(([reason, count]) => `${String(count).padStart(5)}  ${reason}`),
    ...cases.flatMap((one) => failureOf(runtime, one)),
  ];
}

/** A failed case in detail; nothing of any other. */
export function failureOf({ name, version }: Report["runtime"], one: CaseReport): readonly string[] {
  if (one.result !== "failed") return [];
  const differences = one.differences.flatMap(({ at, expected, actual }) => [
    `    ${at}`,
    ...(expected === "" ? [] : [`      expected  ${expected}`]),
    `      actual    ${actual}`,
  ]);
  return ["", `FAILED ${one.name} in ${name} ${version}`, `    ${one.rule}`, ...differences];
}

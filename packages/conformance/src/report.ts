import type { Difference } from "./pattern.ts";

/** Result of one case. */
export type CaseReport = { readonly name: string; readonly rule: string; readonly ms: number } & (
  | { readonly result: "passed" }
  /** In the differences, secrets read `[redacted]`. */
  | { readonly result: "failed"; readonly differences: readonly Difference[] }
  | { readonly result: "not-applicable"; readonly reason: string }
);

/** Results of all cases in one runtime. Plain data. */
export interface Report {
  /** Where it ran. */
  readonly runtime: { readonly name: string; readonly version: string };
  /** Result of each case, in their order. */
  readonly cases: readonly CaseReport[];
  /** How many cases passed. */
  readonly passed: number;
  /** How many cases failed. */
  readonly failed: number;
  /** How many cases need what the runtime lacks. */
  readonly notApplicable: number;
  /** How long the run took, in milliseconds. */
  readonly ms: number;
}

/** Creates the report of a run. */
export function reportOf(runtime: Report["runtime"], cases: readonly CaseReport[], ms: number): Report {
  const count = (result: CaseReport["result"]): number => cases.filter((testCase) => testCase.result === result).length;
  return {
    ...{ runtime, cases, ms },
    passed: count("passed"),
    failed: count("failed"),
    notApplicable: count("not-applicable"),
  };
}

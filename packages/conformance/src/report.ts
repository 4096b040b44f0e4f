import type { Difference } from "./pattern.ts";

/** What became of one case. */
export type CaseReport = { readonly name: string; readonly rule: string; readonly ms: number } & (
  | { readonly result: "passed" }
  /** In the differences, secrets read `[redacted]`. */
  | { readonly result: "failed"; readonly differences: readonly Difference[] }
  | { readonly result: "not-applicable"; readonly reason: string }
);

/** What became of all cases in one runtime. Plain data. */
export interface Report {
  readonly runtime: { readonly name: string; readonly version: string };
  readonly cases: readonly CaseReport[];
  readonly passed: number;
  readonly failed: number;
  readonly notApplicable: number;
  readonly ms: number;
}

/** Adds the cases up. */
export function reportOf(runtime: Report["runtime"], cases: readonly CaseReport[], ms: number): Report {
  const count = (result: CaseReport["result"]): number => cases.filter((one) => one.result === result).length;
  return {
    ...{ runtime, cases, ms },
    passed: count("passed"),
    failed: count("failed"),
    notApplicable: count("not-applicable"),
  };
}

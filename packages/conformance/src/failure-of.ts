import type { CaseReport, Report } from "./report.ts";

/** Describes a failed case, line by line. Returns nothing for any other case. */
export function failureOf({ name, version }: Report["runtime"], testCase: CaseReport): readonly string[] {
  if (testCase.result !== "failed") return [];
  const differences = testCase.differences.flatMap(({ at, expected, actual }) => [
    `    ${at}`,
    ...(expected === "" ? [] : [`      expected  ${expected}`]),
    `      actual    ${actual}`,
  ]);
  return ["", `FAILED ${testCase.name} in ${name} ${version}`, `    ${testCase.rule}`, ...differences];
}

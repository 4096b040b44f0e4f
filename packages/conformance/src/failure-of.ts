import type { CaseReport, Report } from "./report.ts";

/** Describes a failed case, line by line. Returns nothing for any other case. */
export function failureOf({ name, version }: Report["runtime"], one: CaseReport): readonly string[] {
  if (one.result !== "failed") return [];
  const differences = one.differences.flatMap(({ at, expected, actual }) => [
    `    ${at}`,
    ...(expected === "" ? [] : [`      expected  ${expected}`]),
    `      actual    ${actual}`,
  ]);
  return ["", `FAILED ${one.name} in ${name} ${version}`, `    ${one.rule}`, ...differences];
}

import type { ConformanceCase } from "../case.ts";
import { CASES } from "../cases.ts";
import type { ServerAddresses } from "../remote-sandbox.ts";
import type { Report } from "../report.ts";

/** A launcher's job, as JSON. */
export interface Job {
  readonly addresses: ServerAddresses;
  /** Only the cases with these names. Default: all. */
  readonly only?: readonly string[];
}

/** The beginning of the line that a launcher prints in the end; the report follows as JSON. */
export const REPORT_MARK = "conformance-report ";

/** The job that a process got as its one argument. */
export function readJob(argument: string | undefined): Job {
  return JSON.parse(argument ?? "null");
}

/** The cases of a job. */
export function casesOf({ only }: Job): readonly ConformanceCase[] {
  return only ? CASES.filter(({ name }) => only.includes(name)) : CASES;
}

/** Prints the report, as the last line. */
export function printReport(report: Report): void {
  console.log(REPORT_MARK + JSON.stringify(report));
}

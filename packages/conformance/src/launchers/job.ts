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

/** The start of the last line that a launcher prints. The report follows as JSON. */
export const REPORT_MARK = "conformance-report ";

/** Returns the job that the process got as its only argument. */
export function readJob(argument: string | undefined): Job {
  return JSON.parse(argument ?? "null");
}

/** Returns the cases of a job. */
export function casesOf({ only }: Job): readonly ConformanceCase[] {
  return only ? CASES.filter(({ name }) => only.includes(name)) : CASES;
}

/** Prints the report, as the last line. */
export function printReport(report: Report): void {
  console.log(REPORT_MARK + JSON.stringify(report));
}

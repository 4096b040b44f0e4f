import { expect, it } from "vitest";
import { type Job, REPORT_MARK } from "../launchers/job.ts";
import { runProcess } from "./run-process.ts";

const run = (script: string) => runProcess([process.execPath, "--eval", script], {} as Job);
const report = `console.log(${JSON.stringify(`${REPORT_MARK}{"passed":1}`)});`;

it("resolves with the report", async () => {
  expect(await run(report)).toEqual({ passed: 1 });
});

it("rejects when the process fails, and says whether it had reported", async () => {
  await expect(run("process.exitCode = 3")).rejects.toThrow(/^It ended with 3, without a report\.\n/);
  await expect(run(`${report} process.exitCode = 3`)).rejects.toThrow(/^It ended with 3\.\n/);
});

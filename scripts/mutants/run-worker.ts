import { Worker } from "node:worker_threads";
import { type Job, REPORT_MARK } from "../../packages/conformance/src/launch/job.ts";
import type { Report } from "../../packages/conformance/src/report.ts";

const PATIENCE = 60_000;

/**
 * Runs a launcher in a thread of its own, and ends it as soon as it has reported: a mutant may wait for what never
 * comes. Rejects when it breaks, or says nothing.
 */
export async function runWorker(file: string, job: Job): Promise<Report> {
  const worker = new Worker(file, { argv: [JSON.stringify(job)], stdout: true, stderr: true });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      let output = "";
      worker.stdout.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        const [, report] = new RegExp(`^${REPORT_MARK}(.*)\n`, "m").exec(output) ?? [];
        if (report !== undefined) resolve(JSON.parse(report));
      });
      worker.on("error", reject).on("exit", () => reject(new Error("It ended without a report.")));
      timer = setTimeout(() => reject(new Error("It did not come to an end.")), PATIENCE);
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

import { spawn } from "node:child_process";
import { type Job, REPORT_MARK } from "../launchers/job.ts";
import type { Report } from "../report.ts";

/** A run that takes longer is killed. In milliseconds. */
const TIMEOUT = 240_000;

/** Runs a launcher in a process of its own, and reads its report. Rejects with what the process printed when it fails. */
export function runProcess(command: readonly string[], job: Job): Promise<Report> {
  const [program = "", ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args, JSON.stringify(job)], { stdio: ["ignore", "pipe", "pipe"], env: ownEnv() });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const timer = setTimeout(() => child.kill("SIGKILL"), TIMEOUT);
    child.on("error", reject);
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      const report = output.split("\n").findLast((line) => line.startsWith(REPORT_MARK));
      // A crash after the report, such as a rejection that nobody handled, is a failure too.
      if (report !== undefined && status === 0) resolve(JSON.parse(report.slice(REPORT_MARK.length)));
      else {
        const end = child.killed ? `was ended after ${TIMEOUT / 1_000} seconds` : `ended with ${signal ?? status}`;
        const without = report === undefined ? ", without a report" : "";
        reject(new Error(`It ${end}${without}.\n${output.slice(-4_000).trim()}`));
      }
    });
  });
}

// The run must not use a developer's own key, proxy or base URL.
function ownEnv(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (/^PLASTIQ_|^NODE_|_proxy$/i.test(name)) delete env[name];
  return { ...env, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
}

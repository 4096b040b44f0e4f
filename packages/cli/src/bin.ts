#!/usr/bin/env node
import { createAsk } from "./ask.ts";
import { reportError } from "./error-report.ts";
import { ExitCode } from "./exit-code.ts";
import { main } from "./main.ts";
import { createOutput } from "./output.ts";
import { OutputError } from "./output-error.ts";
import { isWholeScript, programOf } from "./program.ts";

const stop = new AbortController();
// Once each, so that a second Ctrl-C ends the process at once. A terminal sends the last one when it is closed.
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, () => stop.abort(name));
// npx and npm run pass a signal to the shell between them and this process, which ends without passing it on.
if (isWholeScript(process.env)) {
  const shell = process.ppid;
  setInterval(() => process.ppid === shell || stop.abort("SIGTERM"), 500).unref();
}

const context = {
  args: process.argv.slice(2),
  env: process.env,
  program: programOf(process.env, process.versions),
  out: createOutput(process.stdout, process.env),
  err: createOutput(process.stderr, process.env),
  signal: stop.signal,
  ask: createAsk(process.stdin, process.stderr, stop),
};
let exitCode = await main(context);
const unwritten = await context.out.written();
if (unwritten && exitCode === ExitCode.ok) exitCode = reportError(new OutputError(unwritten), context);
await context.err.written();
// A pending connection outlives its aborted call, and would keep the process alive for seconds.
process.exit(exitCode);

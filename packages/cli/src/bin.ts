#!/usr/bin/env node
import { createAsk } from "./ask.ts";
import { reportError } from "./error-report.ts";
import { ExitCode } from "./exit-code.ts";
import { main } from "./main.ts";
import { createOutput } from "./output.ts";
import { OutputError } from "./output-error.ts";

const stop = new AbortController();
// Once each: a second Ctrl-C ends the process at once, whatever hangs.
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort(name));

const context = {
  args: process.argv.slice(2),
  env: process.env,
  out: createOutput(process.stdout, process.env),
  err: createOutput(process.stderr, process.env),
  signal: stop.signal,
  ask: createAsk(process.stdin, process.stderr, stop),
};
let exitCode = await main(context);
const unwritten = await context.out.written();
if (unwritten && exitCode === ExitCode.ok) exitCode = reportError(new OutputError(unwritten), context);
await context.err.written();
// A connection that is still being made outlives the call that gave it up, and would keep the process for seconds.
process.exit(exitCode);

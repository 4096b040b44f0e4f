#!/usr/bin/env node
import { createAsk } from "./ask.ts";
import { main } from "./main.ts";
import { createOutput } from "./output.ts";

const stop = new AbortController();
// Once each: a second Ctrl-C ends the process at once, whatever hangs.
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort(name));

const exitCode = await main({
  args: process.argv.slice(2),
  env: process.env,
  out: createOutput(process.stdout, process.env),
  err: createOutput(process.stderr, process.env),
  signal: stop.signal,
  ask: createAsk(process.stdin, process.stderr, stop),
});
// A connection that is still being made outlives the call that gave it up, and would keep the process for seconds.
for (const stream of [process.stdout, process.stderr]) await new Promise((written) => stream.write("", written));
process.exit(exitCode);

import { noSecretIsPrinted, TIMELESS_INVARIANTS } from "../calls/invariant.ts";
import type { SocketRun } from "./play.ts";

/** Returns one line for each promise that a run over sockets breaks. */
export function socketViolations(run: SocketRun): string[] {
  const found: string[] = [];
  for (const [name, check] of Object.entries(TIMELESS_INVARIANTS)) {
    for (const call of run.calls) {
      const wrong = check(call);
      if (wrong) found.push(`${name}: call-${call.index} (${call.plan.operation}). ${wrong}`);
    }
  }
  const leaked = noSecretIsPrinted(run);
  if (leaked) found.push(`noSecretIsPrinted: ${leaked}`);
  return found;
}

import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Ends a child process, and waits for its end. One that has ended by itself is left as it is. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

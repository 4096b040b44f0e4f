import type { RetryEvent } from "@plastiq-connect/node";
import type { Context } from "./command.ts";

/** Tells of a retry on a terminal. On a pipe nobody watches, and the final error says it all. */
export function tellRetry({ args, err }: Context, { attempt, delay, error }: RetryEvent): void {
  if (!err.isTerminal || args.includes("--json")) return;
  err.line(err.colors.dim(`Attempt ${attempt} failed (${error.code}); the next in ${Math.round(delay)} ms.`));
}

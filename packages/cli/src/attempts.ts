import type { Hooks, LogEntry, Logger, LogLevel } from "@plastiq-connect/node";
import type { Context } from "./command.ts";

/** Options of a client that tell of its attempts, on stderr. */
interface AttemptOptions {
  readonly logger: Logger;
  readonly logLevel?: LogLevel;
  readonly hooks?: Hooks;
}

/**
 * Returns options that tell of a client's attempts. With `--verbose` each attempt is a line; without it, only a retry on a
 * terminal is: on a pipe nobody watches, and the final error says it all.
 */
export function attemptOptions({ args, err }: Context, verbose: boolean | undefined): AttemptOptions {
  const line = ({ msg }: LogEntry) => err.line(err.colors.dim(msg));
  // Also what PLASTIQ_LOG asks for goes to stderr: stdout has results only.
  const logger: Logger = { debug: line, info: line, warn: line, error: line };
  if (verbose) return { logger, logLevel: "debug" };
  if (!err.isTerminal || args.includes("--json")) return { logger };
  return {
    logger,
    hooks: {
      onRetry({ attempt, delay, error }) {
        err.line(err.colors.dim(`Attempt ${attempt} failed (${error.code}); the next in ${Math.round(delay)} ms.`));
      },
    },
  };
}

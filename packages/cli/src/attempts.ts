import type { Hooks, LogEntry, Logger, LogLevel } from "@plastiq-connect/node";
import type { Context } from "./command.ts";

/** Client options that report its attempts on stderr. */
interface AttemptOptions {
  readonly logger: Logger;
  readonly logLevel?: LogLevel;
  readonly hooks?: Hooks;
}

/**
 * Returns client options that report its attempts. With `--verbose`, each attempt is a line. Without it, only retries
 * on a terminal are reported.
 */
export function attemptOptions({ args, err }: Context, verbose: boolean | undefined): AttemptOptions {
  const line = ({ msg }: LogEntry) => err.line(err.colors.dim(msg));
  // Logs from PLASTIQ_LOG also go to stderr, because stdout has only results.
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

import type { ExitCode } from "../exit-code.ts";

/** Result of one check of `doctor`. */
export interface Finding {
  /** Name of the check, in a word or two. */
  readonly check: string;
  /** A `warning` leaves the exit code at 0; `skipped` means that an earlier problem made the check pointless. */
  readonly result: "ok" | "warning" | "problem" | "skipped";
  readonly message: string;
  /** The next step. */
  readonly advice?: string;
  /** Exit code of the program when this is the first problem. */
  readonly exitCode?: ExitCode;
}

/** Reports that nothing is wrong. */
export function ok(check: string, message: string): Finding {
  return { check, result: "ok", message };
}

/** Reports that something may be wrong. The exit code stays 0. */
export function warning(check: string, message: string, advice: string): Finding {
  return { check, result: "warning", message, advice };
}

/** Reports a problem. The exit code is that of the first problem. */
export function problem(check: string, exitCode: ExitCode, message: string, advice: string): Finding {
  return { check, result: "problem", message, advice, exitCode };
}

/** Reports that a check was skipped, and why. The exit code stays the same. */
export function skipped(check: string, message: string): Finding {
  return { check, result: "skipped", message };
}

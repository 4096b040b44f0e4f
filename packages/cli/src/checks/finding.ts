import type { ExitCode } from "../exit-code.ts";

/** What one check of the doctor found. */
export interface Finding {
  /** What was checked, in a word or two. */
  readonly check: string;
  /** A `warning` leaves the exit code at 0; `skipped` means that an earlier problem made the check pointless. */
  readonly result: "ok" | "warning" | "problem" | "skipped";
  readonly message: string;
  /** What to do next. */
  readonly advice?: string;
  /** What a problem makes the program end with. */
  readonly exitCode?: ExitCode;
}

/** Nothing is wrong. */
export function ok(check: string, message: string): Finding {
  return { check, result: "ok", message };
}

/** Something may be wrong. By itself it leaves the exit code at 0. */
export function warning(check: string, message: string, advice: string): Finding {
  return { check, result: "warning", message, advice };
}

/** Something is wrong. The doctor ends with the exit code of the first one. */
export function problem(check: string, exitCode: ExitCode, message: string, advice: string): Finding {
  return { check, result: "problem", message, advice, exitCode };
}

/** The check could not be made; the message says why. It changes no exit code. */
export function skipped(check: string, message: string): Finding {
  return { check, result: "skipped", message };
}

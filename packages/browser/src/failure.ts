import { ConnectError, type ErrorCode, type Outcome } from "@plastiq-connect/core";

/** Creates an error of the page. Its message names the problem and repeats no value. */
export function failure(code: ErrorCode, message: string, outcome: Outcome = "not-sent"): ConnectError {
  return new ConnectError({ code, outcome, message, attempts: outcome === "not-sent" ? 0 : 1 });
}

/** Returns the same error with a different outcome and the matching next step. */
export function withOutcome(error: ConnectError, outcome: Outcome, more = ""): ConnectError {
  return new ConnectError({ ...error, next: undefined, message: error.message + more, cause: error.cause, outcome });
}

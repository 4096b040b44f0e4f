import { ConnectError, type ErrorCode, type Outcome } from "@plastiq-connect/core";

/** Creates an error that is found in the page. Its message names what is wrong and repeats no value. */
export function failure(code: ErrorCode, message: string, outcome: Outcome = "not-sent"): ConnectError {
  return new ConnectError({ code, outcome, message, attempts: outcome === "not-sent" ? 0 : 1 });
}

/** Returns the same error with another outcome, once more is known, and with the next step that the outcome calls for. */
export function withOutcome(error: ConnectError, outcome: Outcome, more = ""): ConnectError {
  return new ConnectError({ ...error, next: undefined, message: error.message + more, cause: error.cause, outcome });
}

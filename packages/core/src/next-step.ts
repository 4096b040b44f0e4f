import type { ErrorCode, Outcome } from "./error.ts";
import type { Replay } from "./http/operation.ts";

/**
 * The recommended step after an error.
 *
 * - `fix-input`: correct the input. Sent as it is, it is refused again.
 * - `fix-configuration`: correct the API key, its permissions or the base URL.
 * - `retry-later`: make the same call again later.
 * - `repeat-same-key`: make the same call again, with the same idempotency key and the same input.
 * - `look-up`: find out whether it took effect before anything else.
 * - `new-attempt`: the payment was refused for good, as by a decline. Pay with a new idempotency key, after the payer chose
 *   what to change.
 */
export type NextStep =
  | "fix-input"
  | "fix-configuration"
  | "retry-later"
  | "repeat-same-key"
  | "look-up"
  | "new-attempt";

// Every other code describes something that passes.
const BY_CODE: Readonly<Partial<Record<ErrorCode, NextStep>>> = {
  configuration_invalid: "fix-configuration",
  unauthorized: "fix-configuration",
  forbidden: "fix-configuration",
  redirect_refused: "fix-configuration",
  input_invalid: "fix-input",
  request_refused: "fix-input",
  not_found: "fix-input",
  conflict: "look-up",
  response_unreadable: "look-up",
};

const BY_API_CODE: Readonly<Record<string, NextStep>> = {
  PAYMENT_METHOD_DECLINED: "new-attempt",
  PAYMENT_METHOD_ERROR: "new-attempt",
  PAYMENT_METHOD_INVALID: "new-attempt",
  PROCESSOR_CHARGE_ERROR: "new-attempt",
  REFUND_FAILED: "look-up",
};

/** The facts of an error that decide the next step. */
export interface FailureFacts {
  readonly code: ErrorCode;
  readonly outcome: Outcome;
  readonly apiCode?: string | undefined;
  readonly replayed?: boolean | undefined;
  /** Kept for a failure of the network that only another configuration can end. */
  readonly next?: NextStep | undefined;
}

/** Returns what to do after an error of an operation with this `replay`: the one table for every runtime. */
export function nextStep({ code, outcome, apiCode = "", replayed, next }: FailureFacts, replay: Replay): NextStep {
  if (outcome === "unknown" && replay !== "safe") {
    // The vendor's stored response stays what it is.
    return replay === "idempotency-key" && !replayed ? "repeat-same-key" : "look-up";
  }
  if (code === "network_failed" && next === "fix-configuration") return next;
  const step = (outcome === "rejected" && BY_API_CODE[apiCode]) || BY_CODE[code] || "retry-later";
  // The key keeps its stored refusal: the same call gets it again, however late.
  return replayed && step === "retry-later" ? "new-attempt" : step;
}

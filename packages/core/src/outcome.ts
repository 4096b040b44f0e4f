/**
 * The kind of failure, as a closed list that code may switch on.
 *
 * | code | meaning |
 * | --- | --- |
 * | `configuration_invalid` | an option, the API key or the base URL cannot be used |
 * | `input_invalid` | the request model refused the input |
 * | `aborted` | the caller's signal fired |
 * | `network_failed` | no connection, or it broke |
 * | `timed_out` | an attempt or the whole call took too long |
 * | `request_refused` | 400, and any other 4xx without a code of its own |
 * | `unauthorized` | 401; without a status, a client secret that has expired according to the local clock |
 * | `forbidden`, `not_found` | 403, 404 |
 * | `conflict` | 409; without a status, another call with other input is in progress in the page |
 * | `server_failed` | 408, 500, 502, 504, and any other 5xx |
 * | `rate_limited`, `server_unavailable` | 429, 503 |
 * | `redirect_refused` | any 3xx: a bearer token never follows a redirect |
 * | `response_unreadable` | a 2xx that is not the response the API promises |
 */
export type ErrorCode =
  | "configuration_invalid"
  | "input_invalid"
  | "aborted"
  | "network_failed"
  | "timed_out"
  | "request_refused"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "server_failed"
  | "rate_limited"
  | "server_unavailable"
  | "redirect_refused"
  | "response_unreadable";

/**
 * Certainty about the effect of a failed call.
 *
 * - `not-sent`: nothing reached the vendor.
 * - `rejected`: the vendor itself refused the request, and nothing took effect.
 * - `unknown`: the request may have taken effect. Check before you repeat what must not happen twice.
 */
export type Outcome = "not-sent" | "rejected" | "unknown";

const OUTCOMES: readonly Outcome[] = ["not-sent", "rejected", "unknown"];

/** Returns the less certain of two outcomes: `unknown` before `rejected` before `not-sent`. */
export function leastCertain(one: Outcome, other: Outcome): Outcome {
  return OUTCOMES.indexOf(one) > OUTCOMES.indexOf(other) ? one : other;
}

/**
 * Permission to repeat a request when it is not known whether it took effect: `safe` always, `never` not, and
 * `idempotency-key` because the retry carries the same key.
 */
export type Replay = "safe" | "idempotency-key" | "never";

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

/**
 * The kind of failure. A closed list, so code can switch on it.
 *
 * | code | meaning |
 * | --- | --- |
 * | `configuration_invalid` | an option, the API key or the base URL is not valid |
 * | `input_invalid` | the input is not valid |
 * | `aborted` | the caller's signal was aborted |
 * | `network_failed` | no connection, or a broken connection |
 * | `timed_out` | an attempt or the whole call took too long |
 * | `request_refused` | 400, and any other 4xx without its own code |
 * | `unauthorized` | 401; without a status, a client secret that has expired according to the local clock |
 * | `forbidden`, `not_found` | 403, 404 |
 * | `conflict` | 409; without a status, another call in the page or another order or attempt of `payOnce` is in the way |
 * | `server_failed` | 408, 500, 502, 504, and any other 5xx |
 * | `rate_limited`, `server_unavailable` | 429, 503 |
 * | `redirect_refused` | any 3xx: a bearer token is never sent to a redirect |
 * | `response_unreadable` | a 2xx response that cannot be used |
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
 * - `not-sent`: nothing reached the vendor, or only reads that prepare the call.
 * - `rejected`: the vendor itself rejected the request, and nothing took effect.
 * - `unknown`: the request may have taken effect. Check before you repeat a request that must not happen twice.
 */
export type Outcome = "not-sent" | "rejected" | "unknown";

/** Returns the less certain of two outcomes: `unknown` before `rejected` before `not-sent`. */
export function leastCertain(one: Outcome, other: Outcome): Outcome {
  return one === "unknown" || other === "not-sent" ? one : other;
}

/**
 * The permission to retry a request that may have taken effect: `safe` and `idempotency-key` (with the same key) allow
 * it, `never` does not.
 */
export type Replay = "safe" | "idempotency-key" | "never";

/**
 * The recommended step after an error.
 *
 * - `fix-input`: correct the input. Without a change it fails again.
 * - `fix-configuration`: correct the API key, its permissions or the base URL.
 * - `retry-later`: make the same call again later.
 * - `repeat-same-key`: make the same call again, with the same idempotency key and the same input.
 * - `look-up`: after `unknown`, first find out whether the request took effect. Otherwise read what has changed, as the
 *   message says.
 * - `new-attempt`: the payment was declined. Pay with a new idempotency key after the payer has chosen another payment
 *   method.
 */
export type NextStep =
  | "fix-input"
  | "fix-configuration"
  | "retry-later"
  | "repeat-same-key"
  | "look-up"
  | "new-attempt";

// Every other code describes a temporary failure.
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

/** The facts of an error that determine the next step. */
export interface FailureFacts {
  readonly code: ErrorCode;
  readonly outcome: Outcome;
  readonly apiCode?: string | undefined;
  readonly replayed?: boolean | undefined;
  readonly fields?: readonly string[] | undefined;
  /** Set where the other facts do not determine it: a network failure that needs a new configuration, an expired slot. */
  readonly next?: NextStep | undefined;
}

/** Returns the next step after an error of an operation with this `replay`, in every runtime. */
export function nextStep(facts: FailureFacts, replay: Replay): NextStep {
  const { code, outcome, apiCode = "", replayed, fields, next } = facts;
  if (outcome === "unknown" && replay !== "safe") {
    // The vendor's stored response does not change, and neither does a key that belongs to another payment.
    const isStored = replayed || fields?.[0] === "idempotencyKey";
    return replay === "idempotency-key" && !isStored ? "repeat-same-key" : "look-up";
  }
  if (next === "new-attempt" || (code === "network_failed" && next === "fix-configuration")) return next;
  const step = (outcome === "rejected" && BY_API_CODE[apiCode]) || BY_CODE[code] || "retry-later";
  // The key keeps its stored refusal, so the same call gets it again at any time.
  return replayed && step === "retry-later" ? "new-attempt" : step;
}

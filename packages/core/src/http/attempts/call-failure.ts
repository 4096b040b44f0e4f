import { type ConnectError, withFacts } from "../../error.ts";
import { nextStep, type Outcome, type Replay } from "../../outcome.ts";
import type { ApiRequest } from "../operation/operation.ts";

/** Facts about the failed call. */
export interface CallFacts {
  /** The name of the operation, such as `createPayer`. */
  readonly operation: string;
  /** The host of the base URL, with its port. */
  readonly host: string;
  /** The request, once there is one. */
  readonly request?: ApiRequest;
  /** The operation's `replay` for this input. Default: `never`. */
  readonly replay?: Replay;
}

/** Creates the error of a whole call from the error of its last attempt. It names the operation and the host. */
export function callFailure(
  error: ConnectError,
  { operation, host, request, replay = "never" }: CallFacts,
  outcome: Outcome,
  attempts = 0,
): ConnectError {
  let { message } = error;
  // A read has no effect.
  if (outcome === "unknown" && request && request.method !== "GET") message += " The request may have taken effect.";
  if (attempts > 1) message += ` Tried ${attempts} times.`;
  return withFacts(error, {
    operation,
    host,
    // Configuration errors do not belong to one call.
    message: error.code === "configuration_invalid" ? message : `${operation} (${host}): ${message}`,
    attempts,
    outcome,
    next: nextStep({ ...error, outcome }, replay),
    // An error from before the request has no trace id, but an earlier attempt may have been sent.
    traceId: error.traceId ?? (attempts > 0 ? request?.headers["trace-id"] : undefined),
    idempotencyKey: request?.headers["idempotency-key"],
  });
}

/**
 * Returns an error that occurs between the calls of an operation, such as a list iteration. It names the operation and
 * the host.
 */
export function operationFailure(
  error: ConnectError,
  operation: string,
  { baseUrl }: { readonly baseUrl?: string },
  attempts = 0,
): ConnectError {
  // A test double may have no address.
  const host = baseUrl && new URL(baseUrl).host;
  const message = `${operation}${host ? ` (${host})` : ""}: ${error.message}`;
  return withFacts(error, { message, operation, host, attempts });
}

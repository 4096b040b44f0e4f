import { ConnectError } from "../../error.ts";
import { nextStep, type Outcome, type Replay } from "../../outcome.ts";

/** Facts about the failed call. */
export interface CallFacts {
  /** The name of the operation, such as `createPayer`. */
  readonly operation: string;
  /** The host of the base URL, with its port. */
  readonly host: string;
  /** True if the call can take effect at the vendor; false for reads. Default: false. */
  readonly effect?: boolean | undefined;
  /** The trace id that was sent. */
  readonly traceId?: string | undefined;
  /** The operation's `replay` for this input. Default: `never`. */
  readonly replay?: Replay | undefined;
  /** The key that was sent. */
  readonly idempotencyKey?: string | undefined;
}

/** Creates the error of a whole call from the error of its last attempt. It names the operation and the host. */
export function callFailure(error: ConnectError, facts: CallFacts, outcome: Outcome, attempts = 0): ConnectError {
  const sentences = [error.message];
  if (outcome === "unknown" && facts.effect) sentences.push("The request may have taken effect.");
  if (attempts > 1) sentences.push(`Tried ${attempts} times.`);
  const message = sentences.join(" ");
  return new ConnectError({
    ...error,
    ...facts,
    // Configuration errors do not belong to one call.
    message: error.code === "configuration_invalid" ? message : `${facts.operation} (${facts.host}): ${message}`,
    cause: error.cause,
    attempts,
    outcome,
    next: nextStep({ ...error, outcome }, facts.replay ?? "never"),
    // An error from before the request has no trace id, but an earlier attempt may have been sent.
    traceId: error.traceId ?? (attempts > 0 ? facts.traceId : undefined),
  });
}

/**
 * Returns an error that occurs between the calls of an operation, such as a list iteration. It names the operation and
 * the host.
 */
export function operationFailure(
  error: ConnectError,
  operation: string,
  { baseUrl }: { readonly baseUrl: string },
  attempts = 0,
): ConnectError {
  const { host } = new URL(baseUrl);
  const message = `${operation} (${host}): ${error.message}`;
  return new ConnectError({ ...error, message, cause: error.cause, operation, host, attempts });
}

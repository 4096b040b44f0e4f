import { ConnectError } from "../../error.ts";
import { nextStep, type Outcome, type Replay } from "../../outcome.ts";

/** Facts about the call that an error ends. */
export interface CallFacts {
  /** Such as `createPayer`. */
  readonly operation: string;
  /** The host of the base URL, with its port. */
  readonly host: string;
  /** True if the call can have an effect at the vendor: a read cannot. Default: false. */
  readonly effect?: boolean | undefined;
  /** The trace id that was sent. */
  readonly traceId?: string | undefined;
  /** The operation's, for this input. Default: `never`. */
  readonly replay?: Replay | undefined;
  /** The key that was sent. */
  readonly idempotencyKey?: string | undefined;
}

/** The sum of all attempts so far. */
interface Totals {
  /** Default: 0. */
  readonly attempts?: number | undefined;
  readonly outcome: Outcome;
}

/** Creates the error of a whole call from the error of its last attempt: names the operation and the host. */
export function callFailure(error: ConnectError, facts: CallFacts, { attempts = 0, outcome }: Totals): ConnectError {
  const sentences = [error.message];
  if (outcome === "unknown" && facts.effect) sentences.push("The request may have taken effect.");
  if (attempts > 1) sentences.push(`Tried ${attempts} times.`);
  const message = sentences.join(" ");
  return new ConnectError({
    ...error,
    ...facts,
    // The configuration is not of one call.
    message: error.code === "configuration_invalid" ? message : `${facts.operation} (${facts.host}): ${message}`,
    cause: error.cause,
    attempts,
    outcome,
    next: nextStep({ ...error, outcome }, facts.replay ?? "never"),
    // An error from before the request has no trace id of its own; an earlier attempt may have been sent.
    traceId: error.traceId ?? (attempts > 0 ? facts.traceId : undefined),
  });
}

/** Returns an error that is found between the calls of an operation, such as a walk or a wait: names operation and host. */
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

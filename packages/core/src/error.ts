import { type ErrorCode, type NextStep, nextStep, type Outcome } from "./outcome.ts";

/** The facts that a {@link ConnectError} is made of. */
export interface ConnectErrorInit {
  /** See {@link ConnectError.code}. */
  readonly code: ErrorCode;
  /** See {@link ConnectError.outcome}. */
  readonly outcome: Outcome;
  /** The problem, and how to fix it. It must hold no secret. */
  readonly message: string;
  /** See {@link ConnectError.status}. */
  readonly status?: number | undefined;
  /** See {@link ConnectError.apiCode}. */
  readonly apiCode?: string | undefined;
  /** See {@link ConnectError.details}. Default: none. */
  readonly details?: readonly string[] | undefined;
  /** See {@link ConnectError.fields}. Default: none. */
  readonly fields?: readonly string[] | undefined;
  /** See {@link ConnectError.traceId}. */
  readonly traceId?: string | undefined;
  /** See {@link ConnectError.retryAfter}. */
  readonly retryAfter?: number | undefined;
  /** See {@link ConnectError.attempts}. Default 0. */
  readonly attempts?: number | undefined;
  /** See {@link ConnectError.next}. Default: what the code and the outcome call for. */
  readonly next?: NextStep | undefined;
  /** See {@link ConnectError.idempotencyKey}. */
  readonly idempotencyKey?: string | undefined;
  /** See {@link ConnectError.replayed}. */
  readonly replayed?: boolean | undefined;
  /** See {@link ConnectError.operation}. */
  readonly operation?: string | undefined;
  /** See {@link ConnectError.host}. */
  readonly host?: string | undefined;
  /** Only an error of the user's own code: any other may hold a secret. */
  readonly cause?: unknown;
}

// Literal and global: minifiers rename classes, and two copies of this package must know each other's errors.
const BRAND = Symbol.for("plastiq-connect.ConnectError");

const FACTS = [
  "code",
  "outcome",
  "next",
  "status",
  "apiCode",
  "details",
  "fields",
  "traceId",
  "retryAfter",
  "attempts",
  "idempotencyKey",
  "replayed",
  "operation",
  "host",
];

const DOCS = "https://github.com/plastiq-connect/plastiq-connect/blob/main/docs/guide/errors.md#";

/**
 * The one error of this library. It never holds an API key, a client secret, a card number or a CVV, also not in
 * `cause`: the error of the HTTP library underneath, whose options carry the bearer token, is never attached.
 *
 * @see https://docs.developer.plastiq.com/docs/errors
 */
export class ConnectError extends Error {
  /** Always `ConnectError`, also in minified code. */
  override readonly name: string = "ConnectError";
  /** The kind of failure. */
  declare readonly code: ErrorCode;
  /** Certainty about the effect. */
  declare readonly outcome: Outcome;
  /** The HTTP status of the last response, where there was one. */
  declare readonly status?: number;
  /** The vendor's own code, such as `VALIDATION_ERROR`. An open list. */
  declare readonly apiCode?: string;
  /** The vendor's particulars, read from both of its documented shapes (`errors[]` and `details[]`). */
  declare readonly details: readonly string[];
  /**
   * The input fields that were refused, as paths such as `data.expirationMonth`, for a form to mark. They come from the
   * request model and, after a refusal of the vendor's, from the paths that its `details` begin with (inferred). It never
   * holds a value.
   */
  declare readonly fields: readonly string[];
  /** The trace id to quote to the vendor's support. */
  declare readonly traceId?: string;
  /** How long the vendor asked to wait (`Retry-After`), in milliseconds. */
  declare readonly retryAfter?: number;
  /** How many HTTP requests were made for this call; 0 when none was. */
  declare readonly attempts: number;

  /** The recommended next step. */
  declare readonly next: NextStep;
  /** The idempotency key that the call was made with, to make it again with the same one. */
  declare readonly idempotencyKey?: string;
  /** Set when the vendor marked its response as the stored one of an earlier request with the same key. */
  declare readonly replayed?: boolean;
  /** The operation that failed, such as `createPayment`. Hooks, logs and spans use the same name. */
  declare readonly operation?: string;
  /** The host that was called, with its port. */
  declare readonly host?: string;

  constructor({ message, cause, ...facts }: ConnectErrorInit) {
    super(message, cause === undefined ? undefined : { cause });
    const { details = [], fields = [], attempts = 0 } = facts;
    const next = facts.next ?? nextStep(facts, "never");
    const all: Record<string, unknown> = { ...facts, details, fields, attempts, next };
    // By name: the facts may be another error, whose further properties are nobody's business.
    for (const name of FACTS) if (all[name] !== undefined) (this as Record<string, unknown>)[name] = all[name];
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The page that explains {@link code}, and what to do. */
  get docsUrl(): string {
    return DOCS + this.code;
  }

  /** All fields but the stack and the cause, for structured logs. */
  toJSON(): Omit<ConnectErrorInit, "cause"> & { readonly name: string; readonly docsUrl: string } {
    return { ...this, message: this.message, docsUrl: this.docsUrl };
  }
}

/**
 * Returns whether a caught value is a {@link ConnectError}, also one of another copy or version of this package or of another
 * realm (a frame), for which `instanceof` is false.
 */
export function isConnectError(value: unknown): value is ConnectError {
  try {
    return BRAND in Object(value);
  } catch {
    // A revoked proxy.
    return false;
  }
}

/**
 * Returns whether the card's issuer declined the card, and nothing was stored: the payer needs another card, or has to
 * ask their bank. Returns false when the outcome is `unknown`.
 *
 * @example
 * ```ts
 * import { isDeclined } from "@plastiq-connect/core";
 *
 * try {
 *   await connect.paymentMethods.create(input, { endUser });
 * } catch (error) {
 *   if (!isDeclined(error)) throw error;
 *   console.log("Please use another card.");
 * }
 * ```
 * @see https://docs.developer.plastiq.com/docs/errors
 */
export function isDeclined(error: unknown): boolean {
  return isConnectError(error) && error.outcome === "rejected" && error.apiCode === "PAYMENT_METHOD_DECLINED";
}

/** The error of a bad option, named and never echoed. */
export function configurationInvalid(message: string, cause?: unknown): ConnectError {
  return new ConnectError({ code: "configuration_invalid", outcome: "not-sent", message, cause });
}

/** The error of bad input, named and never echoed. */
export function inputInvalid(message: string, ...fields: readonly string[]): ConnectError {
  return new ConnectError({ code: "input_invalid", outcome: "not-sent", message, fields });
}

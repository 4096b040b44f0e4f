import { type ErrorCode, type NextStep, nextStep, type Outcome } from "./outcome.ts";

/** Arguments of the {@link ConnectError} constructor. */
export interface ConnectErrorInit {
  /** See {@link ConnectError.code}. */
  readonly code: ErrorCode;
  /** See {@link ConnectError.outcome}. */
  readonly outcome: Outcome;
  /** The problem, and how to fix it. It must not contain a secret. */
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
  /** See {@link ConnectError.next}. Default: derived from the code and the outcome. */
  readonly next?: NextStep | undefined;
  /** See {@link ConnectError.idempotencyKey}. */
  readonly idempotencyKey?: string | undefined;
  /** See {@link ConnectError.replayed}. */
  readonly replayed?: boolean | undefined;
  /** See {@link ConnectError.operation}. */
  readonly operation?: string | undefined;
  /** See {@link ConnectError.host}. */
  readonly host?: string | undefined;
  /** Only an error of the user's own code. Any other may contain a secret. */
  readonly cause?: unknown;
}

// Literal and global: minifiers rename classes, and two copies of this package must recognize each other's errors.
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
 * The only error class of this library. It never contains an API key, a client secret, a card number or a CVV, not even
 * in `cause`: the HTTP library's error, whose options contain the bearer token, is never attached.
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
  /** The HTTP status of the last response, if there was one. */
  declare readonly status?: number;
  /** The vendor's own code, such as `VALIDATION_ERROR`. An open list. */
  declare readonly apiCode?: string;
  /** The vendor's details, from either of its two documented shapes (`errors[]` and `details[]`). */
  declare readonly details: readonly string[];
  /**
   * The input fields that are not valid, as paths such as `data.expirationMonth`. Use them to mark the inputs of a form.
   * They come from the request model or, when the vendor rejected the request, from the paths that its `details` begin with
   * (inferred). They never contain a value.
   */
  declare readonly fields: readonly string[];
  /** The trace id to quote to the vendor's support. */
  declare readonly traceId?: string;
  /** How long the vendor asked to wait (`Retry-After`), in milliseconds. */
  declare readonly retryAfter?: number;
  /** The number of HTTP requests that this call sent. */
  declare readonly attempts: number;
  /** The recommended next step. */
  declare readonly next: NextStep;
  /** The idempotency key of the call. Use it again to repeat the call. */
  declare readonly idempotencyKey?: string;
  /** Set when the vendor marked its response as the replay of an earlier response for the same key. */
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
    // Field by field, because `init` may be another error with further properties.
    for (const name of FACTS) if (all[name] !== undefined) (this as Record<string, unknown>)[name] = all[name];
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The documentation of {@link code}. */
  get docsUrl(): string {
    return DOCS + this.code;
  }

  /** Returns all fields except the stack and the cause, for structured logs. */
  toJSON(): Omit<ConnectErrorInit, "cause"> & { readonly name: string; readonly docsUrl: string } {
    return { ...this, message: this.message, docsUrl: this.docsUrl };
  }
}

/**
 * Returns whether a caught value is a {@link ConnectError}. Unlike `instanceof`, it also recognizes errors from another
 * copy or version of this package, and from another realm, such as a frame.
 *
 * @example
 * ```ts
 * import { type Client, isConnectError } from "@plastiq-connect/core";
 *
 * export async function remove(connect: Client, id: string): Promise<void> {
 *   try {
 *     await connect.payers.delete({ id }, { endUser: "none" });
 *   } catch (error) {
 *     if (!isConnectError(error) || error.code !== "not_found") throw error;
 *     console.log("It was deleted before.", error.traceId);
 *   }
 * }
 * ```
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
 * Returns whether the issuer declined the card and nothing was stored. The payer needs another card, or must ask their
 * bank. Returns false when the outcome is `unknown`.
 *
 * That the vendor uses the code `PAYMENT_METHOD_DECLINED` also when a card is stored is inferred: its guide names
 * `CREATE_PAYMENT_METHOD_FAILED` there, for which this returns false.
 *
 * @see https://docs.developer.plastiq.com/docs/errors
 * @example
 * ```ts
 * import { type CardData, type Client, isDeclined } from "@plastiq-connect/core";
 *
 * export async function store(connect: Client, payerId: string, data: CardData): Promise<string> {
 *   try {
 *     await connect.paymentMethods.create({ type: "CARD", payer: { id: payerId }, data }, { endUser: "none" });
 *     return "The card is stored.";
 *   } catch (error) {
 *     if (!isDeclined(error)) throw error;
 *     return "Please use another card.";
 *   }
 * }
 * ```
 */
export function isDeclined(error: unknown): boolean {
  return isConnectError(error) && error.outcome === "rejected" && error.apiCode === "PAYMENT_METHOD_DECLINED";
}

/** Returns a copy of an error with other facts. A spread of an error omits its message and its cause. */
export function withFacts(error: ConnectError, facts: Partial<ConnectErrorInit>): ConnectError {
  return new ConnectError({ ...error, message: error.message, cause: error.cause, ...facts });
}

/** Creates the error for an invalid option. The message names the option and never repeats its value. */
export function configurationInvalid(message: string, cause?: unknown): ConnectError {
  return new ConnectError({ code: "configuration_invalid", outcome: "not-sent", message, cause });
}

/** Checks that options are an object, of any realm. @throws ConnectError `configuration_invalid`. */
export function checkOptions(options: unknown): void {
  if (Object(options) !== options) throw configurationInvalid("The options must be an object.");
}

/** Creates the error for invalid input. The message names the field and never repeats its value. */
export function inputInvalid(message: string, ...fields: readonly string[]): ConnectError {
  return new ConnectError({ code: "input_invalid", outcome: "not-sent", message, fields });
}

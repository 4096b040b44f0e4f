import type { ErrorShape } from "../settings.ts";
import { type RefusalCode, reasons } from "./reasons.ts";

const messages: Record<RefusalCode, string> = {
  AUTHORIZATION_ERROR: "Authorization error",
  CREATE_PAYMENT_METHOD_FAILED: "Create payment method failed",
  FORBIDDEN_ERROR: "Forbidden error",
  GENERIC_ERROR: "Generic error",
  INTERNAL_SERVER_ERROR: "Internal Server Error",
  NOT_FOUND_ERROR: "Not found error",
  PAYMENT_METHOD_DECLINED: "Payment method declined",
  SERVICE_UNAVAILABLE: "Service unavailable",
  VALIDATION_ERROR: "Validation error",
};

/** A key of {@link reasons}. */
export type RefusalReason = keyof typeof reasons;

const responses: Readonly<Record<RefusalReason, { readonly status: number; readonly code: RefusalCode }>> = reasons;

/** An error response in the making. The details name fields and never hold their values. */
export interface ErrorResponse {
  readonly status: number;
  readonly code: RefusalCode;
  readonly details: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

/** Thrown to refuse a request; becomes an error response. */
export class Refusal extends Error implements ErrorResponse {
  readonly reason: RefusalReason;
  readonly status: number;
  readonly code: RefusalCode;
  readonly details: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** The trace id in the body, if it is not the response's own: a replayed error repeats the first one's. */
  readonly traceId: string | undefined;

  /** The reason decides status and code. */
  constructor(
    reason: RefusalReason,
    details: readonly string[],
    headers: Readonly<Record<string, string>> = {},
    traceId?: string,
  ) {
    super(details.join(" "));
    this.reason = reason;
    this.status = responses[reason].status;
    this.code = responses[reason].code;
    this.details = details;
    this.headers = headers;
    this.traceId = traceId;
  }
}

/** Returns a refusal to throw. A detail is a sentence of the response, and names fields without their values. */
export function refuse(reason: RefusalReason, ...details: readonly string[]): Refusal {
  return new Refusal(reason, details);
}

/** Returns the default code of a status. */
export function codeOfStatus(status: number): RefusalCode {
  switch (status) {
    case 400:
      return "VALIDATION_ERROR";
    case 401:
      return "AUTHORIZATION_ERROR";
    case 403:
      return "FORBIDDEN_ERROR";
    case 404:
      return "NOT_FOUND_ERROR";
    case 500:
      return "INTERNAL_SERVER_ERROR";
    case 503:
      return "SERVICE_UNAVAILABLE";
    default:
      return "GENERIC_ERROR";
  }
}

/** Returns the body of an error response, in one of the vendor's two shapes. */
export function errorBody(error: ErrorResponse, shape: ErrorShape, traceId: string): object {
  const { code, status } = error;
  const items = error.details.map((details) => ({ details }));
  const message = messages[code];
  return shape === "guide"
    ? { statusCode: status, code, message, details: items, traceId }
    : { code, message, errors: items, traceId };
}

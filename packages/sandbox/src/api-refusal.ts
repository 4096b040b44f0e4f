import type { ErrorShape } from "./options.ts";

/**
 * The error codes the sandbox answers with. All are the vendor's own; `GENERIC_ERROR` (the example in the OpenAPI
 * file) stands for every status the vendor's papers do not describe.
 * @see https://docs.developer.plastiq.com/docs/errors
 */
export type RefusalCode =
  | "AUTHORIZATION_ERROR"
  | "CREATE_PAYMENT_METHOD_FAILED"
  | "FORBIDDEN_ERROR"
  | "GENERIC_ERROR"
  | "INTERNAL_SERVER_ERROR"
  | "NOT_FOUND_ERROR"
  | "PAYMENT_METHOD_DECLINED"
  | "SERVICE_UNAVAILABLE"
  | "VALIDATION_ERROR";

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

/** Thrown by whatever refuses a call; becomes an error answer. The details name fields and never hold their values. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly code: RefusalCode;
  readonly details: readonly string[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: RefusalCode,
    details: readonly string[],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(details.join(" "));
    this.status = status;
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}

/** The code that goes with a status where nothing more precise is known. */
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

/** Writes a refusal as the body of an answer, in one of the vendor's two shapes. */
export function refusalBody(refusal: ApiRefusal, shape: ErrorShape, traceId: string): object {
  const { code, status } = refusal;
  const items = refusal.details.map((details) => ({ details }));
  const message = messages[code];
  return shape === "guide"
    ? { statusCode: status, code, message, details: items, traceId }
    : { code, message, errors: items, traceId };
}

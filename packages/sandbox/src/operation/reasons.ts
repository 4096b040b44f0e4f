/**
 * The error codes in the sandbox's responses. All are the vendor's own; `GENERIC_ERROR` (the example in the OpenAPI
 * file) stands for every status that the vendor does not describe.
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

/**
 * Why the sandbox refuses a request: the status and the code of the response for each reason.
 *
 * A reason is stable and stays inside: the log of requests has it and the inspector explains it, but no response
 * contains it. `field_invalid`, `resource_unknown` and `state_wrong` serve every operation.
 */
export const reasons = {
  address_forbidden: { status: 403, code: "FORBIDDEN_ERROR" },
  bearer_missing: { status: 401, code: "AUTHORIZATION_ERROR" },
  bearer_unknown: { status: 401, code: "AUTHORIZATION_ERROR" },
  body_not_json: { status: 400, code: "VALIDATION_ERROR" },
  body_too_deep: { status: 400, code: "VALIDATION_ERROR" },
  body_too_large: { status: 413, code: "GENERIC_ERROR" },
  client_secret_expired: { status: 401, code: "AUTHORIZATION_ERROR" },
  client_secret_forbidden: { status: 403, code: "FORBIDDEN_ERROR" },
  client_secret_other_payer: { status: 403, code: "FORBIDDEN_ERROR" },
  client_secret_other_type: { status: 403, code: "FORBIDDEN_ERROR" },
  client_secret_spent: { status: 401, code: "AUTHORIZATION_ERROR" },
  content_type_wrong: { status: 415, code: "GENERIC_ERROR" },
  field_invalid: { status: 400, code: "VALIDATION_ERROR" },
  field_conflict: { status: 400, code: "VALIDATION_ERROR" },
  header_invalid: { status: 400, code: "VALIDATION_ERROR" },
  host_forbidden: { status: 403, code: "FORBIDDEN_ERROR" },
  idempotency_key_reused: { status: 400, code: "VALIDATION_ERROR" },
  idempotency_key_running: { status: 409, code: "GENERIC_ERROR" },
  method_wrong: { status: 405, code: "GENERIC_ERROR" },
  path_unknown: { status: 404, code: "NOT_FOUND_ERROR" },
  payment_method_declined: { status: 400, code: "PAYMENT_METHOD_DECLINED" },
  payment_method_impossible: { status: 400, code: "CREATE_PAYMENT_METHOD_FAILED" },
  resource_unknown: { status: 404, code: "NOT_FOUND_ERROR" },
  sandbox_failed: { status: 500, code: "INTERNAL_SERVER_ERROR" },
  state_wrong: { status: 400, code: "VALIDATION_ERROR" },
  user_agent_missing: { status: 400, code: "VALIDATION_ERROR" },
} as const;

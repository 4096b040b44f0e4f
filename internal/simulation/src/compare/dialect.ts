/** A payment request as every vendor understands it. */
export interface PaymentRequest {
  readonly order: string;
  readonly key: string;
}

/** How one vendor's API speaks. */
export interface Dialect {
  readonly path: string;
  read(headers: NodeJS.Dict<string | string[]>, body: string): PaymentRequest;
  /** The body of a response with a payment. */
  payment(id: string): unknown;
  /** The body of the vendor's own error. */
  error(status: number, traceId: string): unknown;
}

const PAYER_ID = "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63";

/** The dialects that are compared. */
export const DIALECTS = {
  "plastiq-connect": {
    path: "/api/payments",
    read: (headers, body) => ({ order: JSON.parse(body).paymentIntent.id, key: String(headers["idempotency-key"]) }),
    payment: (id) => ({ id, status: "CHARGED", payer: { id: PAYER_ID } }),
    error: (_, traceId) => ({ code: "GENERIC_ERROR", message: "Refused", errors: [], traceId }),
  },
  stripe: {
    path: "/v1/payment_intents",
    read: (headers, body) => ({
      order: new URLSearchParams(body).get("metadata[order]") ?? "",
      key: String(headers["idempotency-key"]),
    }),
    payment: (id) => ({ id, object: "payment_intent", status: "succeeded" }),
    error: (status) => ({
      error: { type: status < 500 ? "invalid_request_error" : "api_error", message: "Refused" },
    }),
  },
  square: {
    path: "/v2/payments",
    read(_, body) {
      const { reference_id: order, idempotency_key: key } = JSON.parse(body);
      return { order, key };
    },
    payment: (id) => ({ payment: { id, status: "COMPLETED" } }),
    error: (status) => ({
      errors: [
        { category: status < 500 ? "INVALID_REQUEST_ERROR" : "API_ERROR", code: "BAD_REQUEST", detail: "Refused" },
      ],
    }),
  },
} as const satisfies Record<string, Dialect>;

/** The name of a dialect. */
export type Subject = keyof typeof DIALECTS;

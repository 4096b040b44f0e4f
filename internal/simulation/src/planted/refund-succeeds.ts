import { readResponse } from "../../../../packages/core/src/http/operation/decode.ts";
import { refundPaymentOperation as original } from "../../../../packages/core/src/resources/payments/refund-payment.ts";

/** Plants: status 200 means that a payment was refunded. */
export const refundPaymentOperation: typeof original = {
  ...original,
  decode: (response) => readResponse(response, "status"),
};

/** The function of the original, with the planted operation. */
export const refundPayment: typeof import("../../../../packages/core/src/resources/payments/refund-payment.ts").refundPayment =
  (caller, input, options) => caller.call(refundPaymentOperation, input, options);

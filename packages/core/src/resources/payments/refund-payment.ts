import { ConnectError } from "../../error.ts";
import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { jsonRequest, withoutEndUser } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readResponse } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { type PayerOwned, payerOwnedSchema } from "../../schema/reference.ts";

/** The result of a refund. */
export interface Refund {
  /** The status. An open list. `REFUND_FAILED` is an error instead, and so is a response without a status. */
  readonly status: "REFUNDED" | (string & {});
  /** Fields that are unknown to this release. */
  readonly [field: string]: unknown;
}

/**
 * `POST /payments/{id}/refunds` as data. It has no idempotency key, so it is never retried when it may have taken
 * effect.
 */
export const refundPaymentOperation: Operation<PayerOwned, Refund> = {
  name: "refundPayment",
  replay: "never",
  encode(input, context) {
    const { id, payerId } = checkInput(payerOwnedSchema(), input);
    return jsonRequest("POST", `/payments/${id}/refunds`, withoutEndUser(context), { payerId });
  },
  decode(response) {
    const refund = readResponse(response, "status");
    if (refund.status !== "REFUND_FAILED") return refund;
    throw new ConnectError({
      code: "request_refused",
      outcome: "rejected",
      status: response.status,
      apiCode: "REFUND_FAILED",
      message: "The vendor could not refund the payment. Retrieve the payment to see its status.",
      traceId: response.traceId,
    });
  },
  model: () => ({ status: ["REFUNDED", "REFUND_FAILED"] }),
};

/**
 * Refunds a payment, or cancels it. The vendor documents neither an amount nor a reason: the whole payment is refunded
 * (inferred).
 *
 * @throws ConnectError (the call rejects). `apiCode: "REFUND_FAILED"` when the vendor could not refund it, which it
 * reports with status 200. After `outcome: "unknown"` retrieve the payment before you try again.
 * @see https://docs.developer.plastiq.com/docs/payment-states
 * @example
 * ```ts
 * import { type Caller, refundPayment } from "@plastiq-connect/core";
 *
 * export async function refund(caller: Caller, id: string, payerId: string): Promise<void> {
 *   await refundPayment(caller, { id, payerId }, { endUser: "none" });
 * }
 * ```
 */
export function refundPayment(caller: Caller, input: PayerOwned, options: CallOptions): Call<Refund> {
  return invoke(caller, refundPaymentOperation, input, options);
}

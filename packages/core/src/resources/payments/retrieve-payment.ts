import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { bareRequest } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readNamed } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { type PayerOwned, payerOwnedSchema } from "../../schema/reference.ts";
import { type Payment, paymentModel } from "./payment.ts";

/** `GET /payments/{id}` as data. */
export const retrievePaymentOperation: Operation<PayerOwned, Payment> = {
  name: "retrievePayment",
  replay: "safe",
  encode(input, context) {
    const { id, payerId } = checkInput(payerOwnedSchema(), input);
    return bareRequest("GET", `/payments/${id}`, context, { payerId });
  },
  decode: readNamed,
  model: paymentModel,
};

/**
 * Retrieves a payment by its id.
 *
 * @throws ConnectError (the call rejects); `not_found` when it does not exist or belongs to another payer.
 * @see https://docs.developer.plastiq.com/docs/payments-overview
 * @example
 * ```ts
 * import { type Caller, type Payment, retrievePayment } from "@plastiq-connect/core";
 *
 * export async function status(caller: Caller, id: string, payerId: string): Promise<Payment["status"]> {
 *   const { status } = await retrievePayment(caller, { id, payerId }, { endUser: "none" });
 *   return status;
 * }
 * ```
 */
export function retrievePayment(caller: Caller, input: PayerOwned, options: CallOptions): Call<Payment> {
  return invoke(caller, retrievePaymentOperation, input, options);
}

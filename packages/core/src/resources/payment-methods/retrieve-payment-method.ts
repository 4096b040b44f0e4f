import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { bareRequest } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readNamed } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { type PayerOwned, payerOwnedSchema } from "../../schema/reference.ts";
import { type PaymentMethod, paymentMethodModel } from "./payment-method.ts";

/** `GET /payment-methods/{id}` as data. */
export const retrievePaymentMethodOperation: Operation<PayerOwned, PaymentMethod> = {
  name: "retrievePaymentMethod",
  replay: "safe",
  encode(input, context) {
    const { id, payerId } = checkInput(payerOwnedSchema(), input);
    return bareRequest("GET", `/payment-methods/${id}`, context, { payerId });
  },
  decode: readNamed,
  model: () => paymentMethodModel,
};

/**
 * Retrieves a payment method by its id.
 *
 * @throws ConnectError (the call rejects); `not_found` when it does not exist or belongs to another payer.
 * @see https://docs.developer.plastiq.com/docs/payment-methods-overview
 * @example
 * ```ts
 * import { type Caller, type PaymentMethod, retrievePaymentMethod } from "@plastiq-connect/core";
 *
 * export async function status(caller: Caller, id: string, payerId: string): Promise<PaymentMethod["status"]> {
 *   const { status } = await retrievePaymentMethod(caller, { id, payerId }, { endUser: "none" });
 *   return status;
 * }
 * ```
 */
export function retrievePaymentMethod(caller: Caller, input: PayerOwned, options: CallOptions): Call<PaymentMethod> {
  return invoke(caller, retrievePaymentMethodOperation, input, options);
}

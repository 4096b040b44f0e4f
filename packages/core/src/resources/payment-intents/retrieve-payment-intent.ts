import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { bareRequest } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readNamed } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { type PayerOwned, payerOwnedSchema } from "../../schema/reference.ts";
import { type PaymentIntent, paymentIntentModel } from "./payment-intent.ts";

/** `GET /payment-intents/{id}` as data. */
export const retrievePaymentIntentOperation: Operation<PayerOwned, PaymentIntent> = {
  name: "retrievePaymentIntent",
  replay: "safe",
  encode(input, context) {
    const { id, payerId } = checkInput(payerOwnedSchema(), input);
    return bareRequest("GET", `/payment-intents/${id}`, context, { payerId });
  },
  decode: readNamed,
  model: paymentIntentModel,
};

/**
 * Retrieves a payment intent by its id.
 *
 * @throws ConnectError (the call rejects); `not_found` when it does not exist or belongs to another payer.
 * @see https://docs.developer.plastiq.com/docs/payment-intents-overview
 * @example
 * ```ts
 * import { type Caller, type PaymentIntent, retrievePaymentIntent } from "@plastiq-connect/core";
 *
 * export async function status(caller: Caller, id: string, payerId: string): Promise<PaymentIntent["status"]> {
 *   const { status } = await retrievePaymentIntent(caller, { id, payerId }, { endUser: "none" });
 *   return status;
 * }
 * ```
 */
export function retrievePaymentIntent(caller: Caller, input: PayerOwned, options: CallOptions): Call<PaymentIntent> {
  return invoke(caller, retrievePaymentIntentOperation, input, options);
}

import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { jsonRequest, withoutEndUser } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readResource } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { fields } from "../../schema/fields.ts";
import { idSchema } from "../../schema/id.ts";
import { once } from "../../schema/once.ts";
import { type CreatePaymentIntentRequest, intentEntries } from "./create-payment-intent.ts";
import { type PaymentIntent, paymentIntentModel } from "./payment-intent.ts";

/**
 * An intent's id and the fields to change. According to the guide, `paymentMethod` can change; the form of that change
 * is inferred.
 */
export interface UpdatePaymentIntentRequest
  extends Pick<CreatePaymentIntentRequest, "paymentMethod" | "targetAmount" | "details" | "metadata"> {
  /** The id (UUID) of the intent. */
  readonly id: string;
}

const requestSchema = /* @__PURE__ */ once(() => fields({ id: idSchema(), ...intentEntries() }));

/** `PATCH /payment-intents/{id}` as data. Absolute values can be retried (inferred). */
export const updatePaymentIntentOperation: Operation<UpdatePaymentIntentRequest, PaymentIntent> = {
  name: "updatePaymentIntent",
  replay: "safe",
  encode(input, context) {
    const { id, ...body } = checkInput(requestSchema(), input);
    return jsonRequest("PATCH", `/payment-intents/${id}`, withoutEndUser(context), body);
  },
  decode: readResource,
  model: paymentIntentModel,
};

/**
 * Updates a payment intent, which gets a new quote. Retrieve it before you pay, because a late attempt of this call can
 * overwrite a newer change. `expect` of `createPayment` does that for you.
 *
 * @throws ConnectError (the call rejects).
 * @see https://docs.developer.plastiq.com/docs/creating-payment-intents
 * @example
 * ```ts
 * import { type Caller, type PaymentIntent, updatePaymentIntent } from "@plastiq-connect/core";
 *
 * export function reprice(caller: Caller, id: string, value: string): Promise<PaymentIntent> {
 *   return updatePaymentIntent(caller, { id, targetAmount: { value, currency: "USD" } }, { endUser: "none" });
 * }
 * ```
 */
export function updatePaymentIntent(
  caller: Caller,
  input: UpdatePaymentIntentRequest,
  options: CallOptions,
): Call<PaymentIntent> {
  return invoke(caller, updatePaymentIntentOperation, input, options);
}

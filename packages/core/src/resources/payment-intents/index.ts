import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import type { Call } from "../../http/operation/call.ts";
import type { PayerOwned } from "../../schema/reference.ts";
import { type CreatePaymentIntentRequest, createPaymentIntent } from "./create-payment-intent.ts";
import type { PaymentIntent } from "./payment-intent.ts";
import { retrievePaymentIntent } from "./retrieve-payment-intent.ts";
import { type UpdatePaymentIntentRequest, updatePaymentIntent } from "./update-payment-intent.ts";

/** Quotes for payments. */
export interface PaymentIntents {
  /** Creates a payment intent. See {@link createPaymentIntent}. */
  create(input: CreatePaymentIntentRequest, options: CallOptions): Call<PaymentIntent>;
  /** Retrieves a payment intent. See {@link retrievePaymentIntent}. */
  retrieve(input: PayerOwned, options: CallOptions): Call<PaymentIntent>;
  /** Updates a payment intent. See {@link updatePaymentIntent}. */
  update(input: UpdatePaymentIntentRequest, options: CallOptions): Call<PaymentIntent>;
}

/** Binds the operations on payment intents to a caller. */
export function paymentIntentsOf(caller: Caller): PaymentIntents {
  return {
    create: (input, options) => createPaymentIntent(caller, input, options),
    retrieve: (input, options) => retrievePaymentIntent(caller, input, options),
    update: (input, options) => updatePaymentIntent(caller, input, options),
  };
}

import type { Call } from "../../http/call.ts";
import type { Caller } from "../../http/caller.ts";
import {
  type CreatePaymentMethodOptions,
  type CreatePaymentMethodRequest,
  createPaymentMethod,
} from "./create-payment-method.ts";
import type { PaymentMethod } from "./payment-method.ts";

/** Stored cards and bank accounts. */
export interface PaymentMethods {
  /** Stores a card or a bank account. See {@link createPaymentMethod}. */
  create(input: CreatePaymentMethodRequest, options: CreatePaymentMethodOptions): Call<PaymentMethod>;
}

/** Binds the operations on payment methods to a caller. */
export function paymentMethodsOf(caller: Caller): PaymentMethods {
  return { create: (input, options) => createPaymentMethod(caller, input, options) };
}

import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import type { List } from "../../http/lists/list.ts";
import type { Call } from "../../http/operation/call.ts";
import type { PayerOwned } from "../../schema/reference.ts";
import {
  type CreatePaymentMethodOptions,
  type CreatePaymentMethodRequest,
  createPaymentMethod,
} from "./create-payment-method.ts";
import { deletePaymentMethod } from "./delete-payment-method.ts";
import { type ListPaymentMethodsRequest, listPaymentMethods } from "./list-payment-methods.ts";
import type { PaymentMethod } from "./payment-method.ts";
import { retrievePaymentMethod } from "./retrieve-payment-method.ts";
import { type UpdatePaymentMethodRequest, updatePaymentMethod } from "./update-payment-method.ts";

/** Stored cards and bank accounts. */
export interface PaymentMethods {
  /** Stores a card or a bank account. See {@link createPaymentMethod}. */
  create(input: CreatePaymentMethodRequest, options: CreatePaymentMethodOptions): Call<PaymentMethod>;
  /** Retrieves a payment method. See {@link retrievePaymentMethod}. */
  retrieve(input: PayerOwned, options: CallOptions): Call<PaymentMethod>;
  /** Lists the payment methods of a payer. See {@link listPaymentMethods}. */
  list(input: ListPaymentMethodsRequest, options: CallOptions): List<PaymentMethod>;
  /** Updates a payment method. See {@link updatePaymentMethod}. */
  update(input: UpdatePaymentMethodRequest, options: CallOptions): Call<PaymentMethod>;
  /** Deletes a payment method. See {@link deletePaymentMethod}. */
  delete(input: { readonly id: string }, options: CallOptions): Call<undefined>;
}

/** Binds the operations on payment methods to a caller. */
export function paymentMethodsOf(caller: Caller): PaymentMethods {
  return {
    create: (input, options) => createPaymentMethod(caller, input, options),
    retrieve: (input, options) => retrievePaymentMethod(caller, input, options),
    list: (input, options) => listPaymentMethods(caller, input, options),
    update: (input, options) => updatePaymentMethod(caller, input, options),
    delete: (input, options) => deletePaymentMethod(caller, input, options),
  };
}

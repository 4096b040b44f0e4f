import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import type { List } from "../../http/lists/list.ts";
import type { Call } from "../../http/operation/call.ts";
import type { PayerOwned } from "../../schema/reference.ts";
import { type CreatePaymentOptions, type CreatePaymentRequest, createPayment } from "./create-payment.ts";
import { type ListPaymentsRequest, listPayments } from "./list-payments.ts";
import type { Payment } from "./payment.ts";
import { type Refund, refundPayment } from "./refund-payment.ts";
import {
  type PaymentResolution,
  type ResolvePaymentOptions,
  type ResolvePaymentRequest,
  resolvePayment,
} from "./resolve-payment.ts";
import { retrievePayment } from "./retrieve-payment.ts";
import { type WaitForPaymentOptions, waitForPayment } from "./wait-for-payment.ts";

/** Payments to recipients. */
export interface Payments {
  /** Makes a payment. See {@link createPayment}. */
  create(input: CreatePaymentRequest, options: CreatePaymentOptions): Call<Payment>;
  /** Retrieves a payment. See {@link retrievePayment}. */
  retrieve(input: PayerOwned, options: CallOptions): Call<Payment>;
  /** Lists the payments of a payer. See {@link listPayments}. */
  list(input: ListPaymentsRequest, options: CallOptions): List<Payment>;
  /** Refunds a payment. See {@link refundPayment}. */
  refund(input: PayerOwned, options: CallOptions): Call<Refund>;
  /** Finds out whether a payment happened. See {@link resolvePayment}. */
  resolve(input: ResolvePaymentRequest, options: ResolvePaymentOptions): Promise<PaymentResolution>;
  /** Waits until a payment has a status. See {@link waitForPayment}. */
  waitFor(input: PayerOwned, options: WaitForPaymentOptions): Promise<Payment>;
}

/** Binds the operations on payments to a caller. */
export function paymentsOf(caller: Caller): Payments {
  return {
    create: (input, options) => createPayment(caller, input, options),
    retrieve: (input, options) => retrievePayment(caller, input, options),
    list: (input, options) => listPayments(caller, input, options),
    refund: (input, options) => refundPayment(caller, input, options),
    resolve: (input, options) => resolvePayment(caller, input, options),
    waitFor: (input, options) => waitForPayment(caller, input, options),
  };
}

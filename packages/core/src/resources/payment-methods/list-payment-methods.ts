import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { type List, listCall } from "../../http/lists/list.ts";
import { type ListRange, type Page, pageModel, rangeEntries, readPage } from "../../http/lists/page.ts";
import { bareRequest } from "../../http/operation/api-request.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { fields } from "../../schema/fields.ts";
import { idSchema } from "../../schema/id.ts";
import { once } from "../../schema/once.ts";
import { type PaymentMethod, paymentMethodModel } from "./payment-method.ts";

/** The payment methods to list. */
export interface ListPaymentMethodsRequest extends ListRange {
  /** The id (UUID) of the payer. */
  readonly payerId: string;
}

const requestSchema = /* @__PURE__ */ once(() => fields({ payerId: idSchema(), ...rangeEntries() }));

/** `GET /payment-methods` as data: one page. */
export const listPaymentMethodsOperation: Operation<ListPaymentMethodsRequest, Page<PaymentMethod>> = {
  name: "listPaymentMethods",
  replay: "safe",
  encode: (input, context) => bareRequest("GET", "/payment-methods", context, checkInput(requestSchema(), input)),
  decode: readPage,
  model: () => pageModel(paymentMethodModel),
};

/**
 * Lists the payment methods of a payer. Await the list for its first page, or iterate over it; see {@link List}.
 *
 * @throws ConnectError (the call or the iteration rejects).
 * @see https://docs.developer.plastiq.com/docs/pagination
 * @example
 * ```ts
 * import { type Caller, listPaymentMethods } from "@plastiq-connect/core";
 *
 * export async function ids(caller: Caller, payerId: string): Promise<string[]> {
 *   const found: string[] = [];
 *   for await (const { id } of listPaymentMethods(caller, { payerId }, { endUser: "none" })) found.push(id);
 *   return found;
 * }
 * ```
 */
export function listPaymentMethods(
  caller: Caller,
  input: ListPaymentMethodsRequest,
  options: CallOptions,
): List<PaymentMethod> {
  return listCall(caller, listPaymentMethodsOperation, input, options);
}

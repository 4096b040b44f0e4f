import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { type List, listCall } from "../../http/lists/list.ts";
import { type ListRange, type Page, pageModel, rangeEntries, readPage } from "../../http/lists/page.ts";
import { bareRequest } from "../../http/operation/api-request.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { fields } from "../../schema/fields.ts";
import { idSchema } from "../../schema/id.ts";
import { once } from "../../schema/once.ts";
import { type Payment, paymentModel } from "./payment.ts";

/** The payments to list. */
export interface ListPaymentsRequest extends ListRange {
  /** The id (UUID) of the payer. */
  readonly payerId: string;
}

const requestSchema = /* @__PURE__ */ once(() => fields({ payerId: idSchema(), ...rangeEntries() }));

/** `GET /payments` as data: one page. */
export const listPaymentsOperation: Operation<ListPaymentsRequest, Page<Payment>> = {
  name: "listPayments",
  replay: "safe",
  encode: (input, context) => bareRequest("GET", "/payments", context, checkInput(requestSchema(), input)),
  decode: readPage,
  model: () => pageModel(paymentModel()),
};

/**
 * Lists the payments of a payer. Await the list for its first page, or iterate over it; see {@link List}.
 *
 * @throws ConnectError (the call or the iteration rejects).
 * @see https://docs.developer.plastiq.com/docs/pagination
 * @example
 * ```ts
 * import { type Caller, listPayments } from "@plastiq-connect/core";
 *
 * export async function ids(caller: Caller, payerId: string): Promise<string[]> {
 *   const found: string[] = [];
 *   for await (const { id } of listPayments(caller, { payerId }, { endUser: "none" })) found.push(id);
 *   return found;
 * }
 * ```
 */
export function listPayments(caller: Caller, input: ListPaymentsRequest, options: CallOptions): List<Payment> {
  return listCall(caller, listPaymentsOperation, input, options);
}

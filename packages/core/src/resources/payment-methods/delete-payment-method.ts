import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { bareRequest } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readNothing } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { onlyIdSchema } from "../../schema/reference.ts";

/** `DELETE /payment-methods/{id}` as data. */
export const deletePaymentMethodOperation: Operation<{ readonly id: string }, undefined> = {
  name: "deletePaymentMethod",
  replay: "safe",
  goneIsDone: true,
  encode: (input, context) =>
    bareRequest("DELETE", `/payment-methods/${checkInput(onlyIdSchema(), input).id}`, context),
  decode: readNothing,
};

/**
 * Deletes a payment method.
 *
 * When an earlier attempt of the call may have deleted it and a retry gets 404, the call succeeds. A 404 on the first
 * attempt rejects with `not_found`. When you repeat the call in another process, treat that as success.
 *
 * @throws ConnectError (the call rejects).
 * @see https://docs.developer.plastiq.com/docs/payment-methods-overview
 * @example
 * ```ts
 * import { type Caller, deletePaymentMethod } from "@plastiq-connect/core";
 *
 * export async function remove(caller: Caller, id: string): Promise<void> {
 *   await deletePaymentMethod(caller, { id }, { endUser: "none" });
 * }
 * ```
 */
export function deletePaymentMethod(
  caller: Caller,
  input: { readonly id: string },
  options: CallOptions,
): Call<undefined> {
  return invoke(caller, deletePaymentMethodOperation, input, options);
}

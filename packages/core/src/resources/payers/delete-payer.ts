import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { bareRequest } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readNothing } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { onlyIdSchema } from "../../schema/reference.ts";

/** `DELETE /payers/{id}` as data. */
export const deletePayerOperation: Operation<{ readonly id: string }, undefined> = {
  name: "deletePayer",
  replay: "safe",
  goneIsDone: true,
  encode: (input, context) => bareRequest("DELETE", `/payers/${checkInput(onlyIdSchema(), input).id}`, context),
  decode: readNothing,
};

/**
 * Deletes a payer.
 *
 * When an earlier attempt of the call may have deleted it and a retry gets 404, the call succeeds. A 404 on the first
 * attempt rejects with `not_found`. When you repeat the call in another process, treat that as success.
 *
 * @throws ConnectError (the call rejects).
 * @see https://docs.developer.plastiq.com/docs/payers-overview
 * @example
 * ```ts
 * import { type Caller, deletePayer } from "@plastiq-connect/core";
 *
 * export async function remove(caller: Caller, id: string): Promise<void> {
 *   await deletePayer(caller, { id }, { endUser: "none" });
 * }
 * ```
 */
export function deletePayer(caller: Caller, input: { readonly id: string }, options: CallOptions): Call<undefined> {
  return invoke(caller, deletePayerOperation, input, options);
}

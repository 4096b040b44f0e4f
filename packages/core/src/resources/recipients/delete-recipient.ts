import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { bareRequest } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readNothing } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { type ScopedId, scopedIdSchema } from "./scoped-id.ts";

/** `DELETE /recipients/{id}` as data. */
export const deleteRecipientOperation: Operation<ScopedId, undefined> = {
  name: "deleteRecipient",
  replay: "safe",
  goneIsDone: true,
  encode(input, context) {
    const { id, payerId } = checkInput(scopedIdSchema(), input);
    return bareRequest("DELETE", `/recipients/${id}`, context, { payerId });
  },
  decode: readNothing,
};

/**
 * Deletes a recipient. A recipient of one payer needs that payer's id: a retry cannot distinguish a deleted recipient
 * from one that another payer has.
 *
 * When an earlier attempt of the call may have deleted it and a retry gets 404, the call succeeds. A 404 on the first
 * attempt rejects with `not_found`. When you repeat the call in another process, treat that as success.
 *
 * @throws ConnectError (the call rejects).
 * @see https://docs.developer.plastiq.com/docs/recipients-overview
 * @example
 * ```ts
 * import { type Caller, deleteRecipient } from "@plastiq-connect/core";
 *
 * export async function remove(caller: Caller, id: string): Promise<void> {
 *   await deleteRecipient(caller, { id }, { endUser: "none" });
 * }
 * ```
 */
export function deleteRecipient(caller: Caller, input: ScopedId, options: CallOptions): Call<undefined> {
  return invoke(caller, deleteRecipientOperation, input, options);
}

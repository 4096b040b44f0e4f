import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { bareRequest } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readNamed } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { type Recipient, recipientModel } from "./recipient.ts";
import { type ScopedId, scopedIdSchema } from "./scoped-id.ts";

/** `GET /recipients/{id}` as data. */
export const retrieveRecipientOperation: Operation<ScopedId, Recipient> = {
  name: "retrieveRecipient",
  replay: "safe",
  encode(input, context) {
    const { id, payerId } = checkInput(scopedIdSchema(), input);
    return bareRequest("GET", `/recipients/${id}`, context, { payerId });
  },
  decode: readNamed,
  model: recipientModel,
};

/**
 * Retrieves a recipient by its id.
 *
 * @throws ConnectError (the call rejects); `not_found` when it does not exist or belongs to another payer.
 * @see https://docs.developer.plastiq.com/docs/recipients-overview
 * @example
 * ```ts
 * import { type Caller, type Recipient, retrieveRecipient } from "@plastiq-connect/core";
 *
 * export async function status(caller: Caller, id: string, payerId: string): Promise<Recipient["status"]> {
 *   const { status } = await retrieveRecipient(caller, { id, payerId }, { endUser: "none" });
 *   return status;
 * }
 * ```
 */
export function retrieveRecipient(caller: Caller, input: ScopedId, options: CallOptions): Call<Recipient> {
  return invoke(caller, retrieveRecipientOperation, input, options);
}

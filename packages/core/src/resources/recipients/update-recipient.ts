import * as v from "valibot";
import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { jsonRequest, withoutEndUser } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readResource } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import type { Changes } from "../../schema/changes.ts";
import { checkInput } from "../../schema/check-input.ts";
import { fields } from "../../schema/fields.ts";
import { idSchema, type Ref, refSchema } from "../../schema/id.ts";
import { once } from "../../schema/once.ts";
import { type CreateRecipientRequest, recipientEntries } from "./create-recipient.ts";
import { type Recipient, recipientModel } from "./recipient.ts";

/**
 * A recipient's id and the fields to change. The category and the receiving method cannot change. `contact` is replaced
 * as a whole (inferred): repeat the names.
 */
export interface UpdateRecipientRequest
  extends Changes<Pick<CreateRecipientRequest, "businessName" | "businessAddress" | "contact">> {
  /** The id (UUID) of the recipient. */
  readonly id: string;
  /** The payer of a recipient that was created for one payer. */
  readonly payer?: Ref | undefined;
}

const requestSchema = /* @__PURE__ */ once(() => {
  const { businessName, businessAddress, contact } = recipientEntries();
  return fields({
    id: idSchema(),
    businessName: v.optional(businessName),
    businessAddress: v.optional(businessAddress),
    contact: v.optional(contact),
    payer: v.optional(refSchema()),
  });
});

/** `PATCH /recipients/{id}` as data. Absolute values can be retried (inferred). */
export const updateRecipientOperation: Operation<UpdateRecipientRequest, Recipient> = {
  name: "updateRecipient",
  replay: "safe",
  encode(input, context) {
    const { id, ...body } = checkInput(requestSchema(), input);
    return jsonRequest("PATCH", `/recipients/${id}`, withoutEndUser(context), body);
  },
  decode: readResource,
  model: recipientModel,
};

/**
 * Updates a recipient. Missing fields stay unchanged. A late attempt of this call can overwrite a newer change: retrieve
 * the recipient when that matters.
 *
 * @throws ConnectError (the call rejects); `not_found` when the recipient does not exist.
 * @see https://docs.developer.plastiq.com/docs/recipients-overview
 * @example
 * ```ts
 * import { type Caller, type Recipient, updateRecipient } from "@plastiq-connect/core";
 *
 * export function rename(caller: Caller, id: string, businessName: string): Promise<Recipient> {
 *   return updateRecipient(caller, { id, businessName }, { endUser: "none" });
 * }
 * ```
 */
export function updateRecipient(caller: Caller, input: UpdateRecipientRequest, options: CallOptions): Call<Recipient> {
  return invoke(caller, updateRecipientOperation, input, options);
}

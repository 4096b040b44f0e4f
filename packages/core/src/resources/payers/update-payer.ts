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
import { idSchema } from "../../schema/id.ts";
import { once } from "../../schema/once.ts";
import { type CreatePayerRequest, payerEntries } from "./create-payer.ts";
import { type Payer, payerModel } from "./payer.ts";

/**
 * A payer's id and the fields to change. Missing fields stay unchanged. `contact` is replaced as a whole (inferred):
 * repeat the names.
 */
export interface UpdatePayerRequest extends Changes<CreatePayerRequest> {
  /** The id (UUID) of the payer. */
  readonly id: string;
}

const requestSchema = /* @__PURE__ */ once(() => {
  const entries = payerEntries();
  return fields({ ...entries, id: idSchema(), contact: v.optional(entries.contact) });
});

/**
 * `PATCH /payers/{id}` as data. Absolute values can be retried (inferred). Identity documents cannot: whether they are
 * added or replaced is not documented.
 */
export const updatePayerOperation: Operation<UpdatePayerRequest, Payer> = {
  name: "updatePayer",
  replay: "safe",
  encode(input, context) {
    const { id, ...body } = checkInput(requestSchema(), input);
    const request = jsonRequest("PATCH", `/payers/${id}`, withoutEndUser(context), body);
    return body.identityDocuments ? { ...request, replay: "never" } : request;
  },
  decode: readResource,
  model: () => payerModel,
};

/**
 * Updates a payer. Adding the identity documents that the vendor requires activates the payment methods that need them.
 * A late attempt of this call can overwrite a newer change: retrieve the payer when that matters.
 *
 * @throws ConnectError (the call rejects); `not_found` when the payer does not exist.
 * @see https://docs.developer.plastiq.com/docs/identity-documents
 * @example
 * ```ts
 * import { type Caller, type Payer, updatePayer } from "@plastiq-connect/core";
 *
 * export function rename(caller: Caller, id: string, businessName: string): Promise<Payer> {
 *   return updatePayer(caller, { id, businessName }, { endUser: "none" });
 * }
 * ```
 */
export function updatePayer(caller: Caller, input: UpdatePayerRequest, options: CallOptions): Call<Payer> {
  return invoke(caller, updatePayerOperation, input, options);
}

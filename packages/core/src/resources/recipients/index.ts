import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import type { List } from "../../http/lists/list.ts";
import type { Call } from "../../http/operation/call.ts";
import { type CreateRecipientRequest, createRecipient } from "./create-recipient.ts";
import { deleteRecipient } from "./delete-recipient.ts";
import { type ListRecipientsRequest, listRecipients } from "./list-recipients.ts";
import type { Recipient } from "./recipient.ts";
import { retrieveRecipient } from "./retrieve-recipient.ts";
import type { ScopedId } from "./scoped-id.ts";
import { type UpdateRecipientRequest, updateRecipient } from "./update-recipient.ts";

/** The businesses that are paid. */
export interface Recipients {
  /** Creates a recipient. See {@link createRecipient}. */
  create(input: CreateRecipientRequest, options: CallOptions): Call<Recipient>;
  /** Retrieves a recipient. See {@link retrieveRecipient}. */
  retrieve(input: ScopedId, options: CallOptions): Call<Recipient>;
  /** Lists recipients. See {@link listRecipients}. */
  list(input: ListRecipientsRequest, options: CallOptions): List<Recipient>;
  /** Updates a recipient. See {@link updateRecipient}. */
  update(input: UpdateRecipientRequest, options: CallOptions): Call<Recipient>;
  /** Deletes a recipient. See {@link deleteRecipient}. */
  delete(input: ScopedId, options: CallOptions): Call<undefined>;
}

/** Binds the operations on recipients to a caller. */
export function recipientsOf(caller: Caller): Recipients {
  return {
    create: (input, options) => createRecipient(caller, input, options),
    retrieve: (input, options) => retrieveRecipient(caller, input, options),
    list: (input, options) => listRecipients(caller, input, options),
    update: (input, options) => updateRecipient(caller, input, options),
    delete: (input, options) => deleteRecipient(caller, input, options),
  };
}

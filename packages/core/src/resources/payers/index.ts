import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import type { Call } from "../../http/operation/call.ts";
import { type CreatePayerRequest, createPayer } from "./create-payer.ts";
import { deletePayer } from "./delete-payer.ts";
import type { Payer } from "./payer.ts";
import { retrievePayer } from "./retrieve-payer.ts";
import { type UpdatePayerRequest, updatePayer } from "./update-payer.ts";

/** The parties on whose behalf payments are made. */
export interface Payers {
  /** Creates a payer. See {@link createPayer}. */
  create(input: CreatePayerRequest, options: CallOptions): Call<Payer>;
  /** Retrieves a payer by its id. See {@link retrievePayer}. */
  retrieve(id: string, options: CallOptions): Call<Payer>;
  /** Updates a payer. See {@link updatePayer}. */
  update(input: UpdatePayerRequest, options: CallOptions): Call<Payer>;
  /** Deletes a payer. See {@link deletePayer}. */
  delete(input: { readonly id: string }, options: CallOptions): Call<undefined>;
}

/** Binds the operations on payers to a caller. */
export function payersOf(caller: Caller): Payers {
  return {
    create: (input, options) => createPayer(caller, input, options),
    retrieve: (id, options) => retrievePayer(caller, id, options),
    update: (input, options) => updatePayer(caller, input, options),
    delete: (input, options) => deletePayer(caller, input, options),
  };
}

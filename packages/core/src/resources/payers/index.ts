import type { Call } from "../../http/call.ts";
import type { Caller, CallOptions } from "../../http/caller.ts";
import { type CreatePayerRequest, createPayer } from "./create-payer.ts";
import type { Payer } from "./payer.ts";
import { retrievePayer } from "./retrieve-payer.ts";

/** The parties on whose behalf payments are made. */
export interface Payers {
  /** Creates a payer. See {@link createPayer}. */
  create(input: CreatePayerRequest, options: CallOptions): Call<Payer>;
  /** Retrieves a payer by its id. See {@link retrievePayer}. */
  retrieve(id: string, options: CallOptions): Call<Payer>;
}

/** Binds the operations on payers to a caller. */
export function payersOf(caller: Caller): Payers {
  return {
    create: (input, options) => createPayer(caller, input, options),
    retrieve: (id, options) => retrievePayer(caller, id, options),
  };
}

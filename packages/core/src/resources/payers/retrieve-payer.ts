import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { bareRequest } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readNamed } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { onlyIdSchema } from "../../schema/reference.ts";
import { type Payer, payerModel } from "./payer.ts";

/** `GET /payers/{id}` as data. */
export const retrievePayerOperation: Operation<{ readonly id: string }, Payer> = {
  name: "retrievePayer",
  replay: "safe",
  encode: (input, context) => bareRequest("GET", `/payers/${checkInput(onlyIdSchema(), input).id}`, context),
  decode: readNamed,
  model: () => payerModel,
};

/**
 * Retrieves a payer by its id (UUID).
 *
 * @throws ConnectError (the call rejects); `not_found` when it does not exist.
 * @see https://docs.developer.plastiq.com/docs/payers-overview
 * @example
 * ```ts
 * import { type Caller, type Payer, retrievePayer } from "@plastiq-connect/core";
 *
 * export async function status(caller: Caller, id: string): Promise<Payer["status"]> {
 *   const { status } = await retrievePayer(caller, id, { endUser: "none" });
 *   return status;
 * }
 * ```
 */
export function retrievePayer(caller: Caller, id: string, options: CallOptions): Call<Payer> {
  return invoke(caller, retrievePayerOperation, { id }, options);
}

import * as v from "valibot";
import type { Call } from "../../http/call.ts";
import type { Caller, CallOptions } from "../../http/caller.ts";
import type { Operation } from "../../http/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { idSchema } from "../../schema/id.ts";
import { once } from "../../schema/once.ts";
import { type Payer, readPayer } from "./payer.ts";

const requestSchema = /* @__PURE__ */ once(() => v.object({ id: idSchema() }));

/** `GET /payers/{id}` as data. */
export const retrievePayerOperation: Operation<{ readonly id: string }, Payer> = {
  name: "retrievePayer",
  replay: "safe",
  encode: (input, { headers }) => ({
    method: "GET",
    path: `/payers/${checkInput(requestSchema(), input).id}`,
    headers,
    body: undefined,
    secrets: [],
  }),
  decode: readPayer,
};

/**
 * Retrieves a payer by its id (UUID).
 *
 * @throws ConnectError (the call rejects); `not_found` when there is none.
 * @see https://docs.developer.plastiq.com/docs/payers-overview
 */
export function retrievePayer(caller: Caller, id: string, options: CallOptions): Call<Payer> {
  return caller.call(retrievePayerOperation, { id }, options);
}

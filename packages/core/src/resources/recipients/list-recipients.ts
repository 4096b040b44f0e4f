import * as v from "valibot";
import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { type List, listCall } from "../../http/lists/list.ts";
import { type ListRange, type Page, pageModel, rangeEntries, readPage } from "../../http/lists/page.ts";
import { bareRequest } from "../../http/operation/api-request.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { fields } from "../../schema/fields.ts";
import { idSchema } from "../../schema/id.ts";
import { once } from "../../schema/once.ts";
import { type Recipient, recipientModel } from "./recipient.ts";

/** The recipients to list. */
export interface ListRecipientsRequest extends ListRange {
  /** The id (UUID) of a payer. */
  readonly payerId?: string | undefined;
}

const requestSchema = /* @__PURE__ */ once(() => fields({ payerId: v.optional(idSchema()), ...rangeEntries() }));

/** `GET /recipients` as data: one page. */
export const listRecipientsOperation: Operation<ListRecipientsRequest, Page<Recipient>> = {
  name: "listRecipients",
  replay: "safe",
  encode: (input, context) => bareRequest("GET", "/recipients", context, checkInput(requestSchema(), input)),
  decode: readPage,
  model: () => pageModel(recipientModel()),
};

/**
 * Lists recipients. Await the list for its first page, or iterate over it; see {@link List}.
 *
 * @throws ConnectError (the call or the iteration rejects).
 * @see https://docs.developer.plastiq.com/docs/pagination
 * @example
 * ```ts
 * import { type Caller, listRecipients } from "@plastiq-connect/core";
 *
 * export async function ids(caller: Caller, payerId: string): Promise<string[]> {
 *   const found: string[] = [];
 *   for await (const { id } of listRecipients(caller, { payerId }, { endUser: "none" })) found.push(id);
 *   return found;
 * }
 * ```
 */
export function listRecipients(caller: Caller, input: ListRecipientsRequest, options: CallOptions): List<Recipient> {
  return listCall(caller, listRecipientsOperation, input, options);
}

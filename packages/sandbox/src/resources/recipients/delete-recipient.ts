import * as v from "valibot";
import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { noContent } from "../../operation/reply.ts";
import { uuid } from "../../schema/fields.ts";
import { object } from "../../schema/object.ts";
import { knownRecipient, recipients } from "./recipient.ts";

/**
 * Deletes a recipient. Payments that were made to it stay.
 * @see https://docs.developer.plastiq.com/docs/recipients-overview
 */
export const deleteRecipient: SandboxOperation = defineOperation({
  method: "DELETE",
  path: "/recipients/{id}",
  headers: [],
  source: "documented",
  query: object({ payerId: v.exactOptional(uuid) }),
  carryOut({ account, params, query }) {
    const { record } = knownRecipient(account, params.id ?? "", query.payerId);
    account.records(recipients).remove(record.id);
    return noContent();
  },
});

import * as v from "valibot";
import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { uuid } from "../../schema/fields.ts";
import { object } from "../../schema/object.ts";
import { knownRecipient, recipientResponse } from "./recipient.ts";

/**
 * Retrieves a recipient.
 * @see https://docs.developer.plastiq.com/docs/recipients-overview
 */
export const retrieveRecipient: SandboxOperation = defineOperation({
  method: "GET",
  path: "/recipients/{id}",
  headers: [],
  source: "documented",
  query: object({ payerId: v.exactOptional(uuid) }),
  response: recipientResponse,
  carryOut: ({ account, params, query }) => ok(knownRecipient(account, params.id ?? "", query.payerId).record),
});

import { defineOperation, END_USER_HEADERS, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { addRecipient, newRecipient } from "./new-recipient.ts";
import { recipientResponse } from "./recipient.ts";

/**
 * Creates a recipient.
 * @see https://docs.developer.plastiq.com/docs/creating-recipients
 */
export const createRecipient: SandboxOperation = defineOperation({
  method: "POST",
  path: "/recipients",
  headers: END_USER_HEADERS,
  source: "documented",
  body: newRecipient,
  response: recipientResponse,
  carryOut: (call) => ok(addRecipient(call, call.body).record),
});

import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { noContent } from "../../operation/reply.ts";
import { knownPayer, payers } from "./payer.ts";

/**
 * Deletes a payer. Nothing that belongs to it can be read any more.
 * @see https://docs.developer.plastiq.com/docs/payers-overview
 */
export const deletePayer: SandboxOperation = defineOperation({
  method: "DELETE",
  path: "/payers/{id}",
  headers: [],
  source: "documented",
  carryOut({ account, params }) {
    account.records(payers).remove(knownPayer(account, params.id ?? "").id);
    return noContent();
  },
});

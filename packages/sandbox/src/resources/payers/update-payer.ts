import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { activatePaymentMethods } from "../payment-methods/payment-method.ts";
import { knownPayer, payers } from "./payer.ts";
import { identityDocumentRecords, payerChanges, payerResponse } from "./payer-schemas.ts";

/**
 * Updates a payer. A field that is given replaces the old value whole, but identity documents are added to those that
 * are there; they activate the payment methods that wait for them.
 * @see https://docs.developer.plastiq.com/docs/identity-documents
 */
export const updatePayer: SandboxOperation = defineOperation({
  method: "PATCH",
  path: "/payers/{id}",
  headers: [],
  source: "documented",
  body: payerChanges,
  response: payerResponse,
  carryOut({ account, params, body: { identityDocuments, ...changes }, random }) {
    const payer = knownPayer(account, params.id ?? "");
    const added = identityDocumentRecords(identityDocuments, random);
    const updated = { ...payer, ...changes, identityDocuments: [...payer.identityDocuments, ...added] };
    account.records(payers).put(updated);
    if (added.length > 0) activatePaymentMethods(account, payer.id);
    return ok(updated);
  },
});

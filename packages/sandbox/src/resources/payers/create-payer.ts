import { defineOperation, END_USER_HEADERS, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { payers } from "./payer.ts";
import { identityDocumentRecords, newPayer, payerResponse } from "./payer-schemas.ts";

/**
 * Creates a payer.
 * @see https://docs.developer.plastiq.com/docs/creating-payers
 */
export const createPayer: SandboxOperation = defineOperation({
  method: "POST",
  path: "/payers",
  headers: END_USER_HEADERS,
  source: "documented",
  body: newPayer,
  response: payerResponse,
  carryOut({ account, body: { identityDocuments, ...given }, now, random }) {
    const payer = account.records(payers).put({
      ...given,
      id: random.uuid(),
      createdAt: new Date(now).toISOString(),
      status: "ACTIVE",
      identityDocuments: identityDocumentRecords(identityDocuments, random),
    });
    return ok(payer);
  },
});

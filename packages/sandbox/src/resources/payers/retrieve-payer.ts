import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { knownPayer } from "./payer.ts";
import { payerResponse } from "./payer-schemas.ts";

/**
 * Retrieves a payer.
 * @see https://docs.developer.plastiq.com/docs/payers-overview
 */
export const retrievePayer: SandboxOperation = defineOperation({
  method: "GET",
  path: "/payers/{id}",
  headers: [],
  source: "documented",
  response: payerResponse,
  carryOut: ({ account, params }) => ok(knownPayer(account, params.id ?? "")),
});

import * as v from "valibot";
import { defineOperation, END_USER_HEADERS, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { reference } from "../../schema/fields.ts";
import { inferred, named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";
import { knownPayer } from "../payers/payer.ts";
import { mint } from "./client-secret.ts";

/** How long a workflow secret lives. @see https://docs.developer.plastiq.com/docs/client-secrets-overview */
const LIFETIME_MS = 30 * 60_000;

/**
 * Mints a client secret for a workflow: for one payer, or for a payer that is not known yet.
 * @see https://docs.developer.plastiq.com/reference/post_v2-client-secrets
 */
export const createWorkflowSecret: SandboxOperation = defineOperation({
  method: "POST",
  path: "/v2/client-secrets",
  headers: END_USER_HEADERS,
  source: "documented",
  body: named("NewWorkflowSecret", object({ payer: v.exactOptional(reference) })),
  // The stored reference page shows no response body.
  response: named("WorkflowSecret", object({ clientSecret: inferred(v.string()) })),
  carryOut(call) {
    const { payer } = call.body;
    const payerId = payer ? knownPayer(call.account, payer.id).id : null;
    return ok({ clientSecret: mint(call, { payerId, type: "WORKFLOW", lifetimeMs: LIFETIME_MS }) });
  },
});

import * as v from "valibot";
import { defineOperation, END_USER_HEADERS, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { reference } from "../../schema/fields.ts";
import { named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";
import { knownPayer } from "../payers/payer.ts";
import { clientSecretResponse, mint } from "./client-secret.ts";

/** How long a client secret lives. @see https://docs.developer.plastiq.com/reference/post_client-secrets-1 */
const LIFETIME_MS = 60_000;

/**
 * Mints a client secret for a payer.
 * @see https://docs.developer.plastiq.com/reference/post_client-secrets-1
 */
export const createClientSecret: SandboxOperation = defineOperation({
  method: "POST",
  path: "/client-secrets",
  headers: END_USER_HEADERS,
  source: "documented",
  response: clientSecretResponse,
  body: named("NewClientSecret", object({ payer: reference, type: v.exactOptional(v.literal("CARD"), "CARD") })),
  carryOut(call) {
    const { payer, type } = call.body;
    const { id: payerId } = knownPayer(call.account, payer.id);
    return ok({ clientSecret: mint(call, { payerId, type, lifetimeMs: LIFETIME_MS }) });
  },
});

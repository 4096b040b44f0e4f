import * as v from "valibot";
import { defineOperation, END_USER_HEADERS, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { reference } from "../../schema/fields.ts";
import { fingerprint } from "../../seen/fingerprint.ts";
import { knownPayer } from "../payers/payer.ts";
import { clientSecrets } from "./client-secret.ts";

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
  body: v.strictObject({ payer: reference, type: v.exactOptional(v.literal("CARD"), "CARD") }),
  carryOut({ account, body: { payer, type }, now, random }) {
    const { id: payerId } = knownPayer(account, payer.id);
    const secret = `LOCALCLIENTSECRET${random.hex(24)}`;
    const minted = account.records(clientSecrets);
    minted.put({
      label: `client-secret-${minted.size + 1}`,
      secret,
      sha256: fingerprint(secret),
      payerId,
      type,
      createdAt: now,
      expiresAt: now + LIFETIME_MS,
      spent: false,
    });
    return ok({ clientSecret: secret });
  },
});

import * as v from "valibot";
import { knownPayer, type SandboxOperation } from "../operation.ts";
import { payerReference } from "../schemas/fields.ts";
import { parseBody } from "../schemas/parse-body.ts";

const requestBody = v.strictObject({ payer: payerReference, type: v.literal("CARD") });

/**
 * Mints a client secret for a payer.
 * @see https://docs.developer.plastiq.com/reference/post_client-secrets-1
 */
export const createClientSecret: SandboxOperation = {
  name: "createClientSecret",
  method: "POST",
  path: "/api/client-secrets",
  browser: false,
  async carryOut(call, world) {
    const { payer, type } = parseBody(requestBody, call.body);
    const { secret } = await world.clientSecrets.mint(knownPayer(world, payer.id).id, type);
    return { clientSecret: secret };
  },
};

import * as v from "valibot";
import { ClientSecret, WORKFLOW_SECRET_LIFETIME } from "../../auth/client-secret.ts";
import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { jsonRequest } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readResponse } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { fields } from "../../schema/fields.ts";
import { type Ref, refSchema } from "../../schema/id.ts";
import { ANY } from "../../schema/model.ts";
import { once } from "../../schema/once.ts";

/** The scope of a workflow secret. */
export interface CreateWorkflowSecretRequest {
  /** The payer that the secret is scoped to. Leave it out for a workflow in which the user creates the payer. */
  readonly payer?: Ref | undefined;
}

const requestSchema = /* @__PURE__ */ once(() => fields({ payer: v.optional(refSchema()) }));

/** `POST /v2/client-secrets` as data. A lost secret expires, so the call can be retried. */
export const createWorkflowSecretOperation: Operation<CreateWorkflowSecretRequest, ClientSecret> = {
  name: "createWorkflowSecret",
  replay: "safe",
  encode: (input, context) => jsonRequest("POST", "/v2/client-secrets", context, checkInput(requestSchema(), input)),
  decode: (response, { body = "" }) =>
    new ClientSecret(readResponse(response, "clientSecret").clientSecret, {
      lifetime: WORKFLOW_SECRET_LIFETIME,
      expiresAt: new Date(response.sentAt + WORKFLOW_SECRET_LIFETIME),
      payerId: JSON.parse(body).payer?.id,
      traceId: response.traceId,
    }),
  model: () => ({ clientSecret: ANY }),
};

/**
 * Creates a client secret for the vendor's Connect Workflows. It expires after 30 minutes, and may be usable more than
 * once.
 *
 * That its response has the same fields as that of `createClientSecret` is inferred: the vendor's page does not show
 * it.
 *
 * @throws ConnectError (the call rejects).
 * @see https://docs.developer.plastiq.com/reference/post_v2-client-secrets
 * @example
 * ```ts
 * import { type Caller, type ClientSecret, createWorkflowSecret, type EndUser } from "@plastiq-connect/core";
 *
 * export function workflowSecret(caller: Caller, payerId: string, endUser: EndUser): Promise<ClientSecret> {
 *   return createWorkflowSecret(caller, { payer: { id: payerId } }, { endUser });
 * }
 * ```
 */
export function createWorkflowSecret(
  caller: Caller,
  input: CreateWorkflowSecretRequest,
  options: CallOptions,
): Call<ClientSecret> {
  return invoke(caller, createWorkflowSecretOperation, input, options);
}

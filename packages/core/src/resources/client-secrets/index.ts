import type { ClientSecret } from "../../auth/client-secret.ts";
import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import type { Call } from "../../http/operation/call.ts";
import { type CreateClientSecretRequest, createClientSecret } from "./create-client-secret.ts";
import { type CreateWorkflowSecretRequest, createWorkflowSecret } from "./create-workflow-secret.ts";

/** Tokens for browsers. */
export interface ClientSecrets {
  /** Mints a client secret. See {@link createClientSecret}. */
  create(input: CreateClientSecretRequest, options: CallOptions): Call<ClientSecret>;
  /** Creates a client secret for a Connect Workflow. See {@link createWorkflowSecret}. */
  createForWorkflow(input: CreateWorkflowSecretRequest, options: CallOptions): Call<ClientSecret>;
}

/** Binds the operations on client secrets to a caller. */
export function clientSecretsOf(caller: Caller): ClientSecrets {
  return {
    create: (input, options) => createClientSecret(caller, input, options),
    createForWorkflow: (input, options) => createWorkflowSecret(caller, input, options),
  };
}

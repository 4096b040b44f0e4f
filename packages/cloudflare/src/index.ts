export * from "@plastiq-connect/core";
export * from "@plastiq-connect/core/mint-endpoint";
export * from "@plastiq-connect/core/webhooks";
export type { ClaimNamespace } from "./ask-object.ts";
export { createClient } from "./create-client.ts";
export {
  ClaimObject,
  type ClaimStorage,
  createDurableObjectClaimStore,
} from "./durable-object-claim-store.ts";
export {
  createDurableObjectJournalStore,
  type JournalNamespace,
  JournalObject,
  type JournalStorage,
} from "./durable-object-journal-store.ts";
export {
  mintEndpoint,
  type WorkerContext,
  type WorkerMintContext,
  type WorkerMintEndpoint,
  type WorkerMintEndpointOptions,
  type WorkerNative,
} from "./mint-endpoint.ts";
export { type Bindings, optionsFromEnv, type SecretBinding } from "./options-from-env.ts";
export type { RateLimitBinding, RateLimitByBinding } from "./rate-limit-binding.ts";
export { readInbound, type WorkerRequest } from "./read-inbound.ts";
export {
  type WorkerWebhookContext,
  type WorkerWebhookEndpoint,
  type WorkerWebhookEndpointOptions,
  webhookEndpoint,
} from "./webhook-endpoint.ts";

export * from "@plastiq-connect/core";
export * from "@plastiq-connect/core/mint-endpoint";
export * from "@plastiq-connect/core/webhooks";
export { createCaller } from "./create-caller.ts";
export { createClient } from "./create-client.ts";
export { type ClaimKv, createDenoKvClaimStore, type DenoKvClaimStoreOptions } from "./deno-kv-claim-store.ts";
export {
  type DenoMintContext,
  type DenoMintEndpoint,
  type DenoMintEndpointOptions,
  type DenoNative,
  mintEndpoint,
} from "./mint-endpoint.ts";
export { optionsFromEnv } from "./options-from-env.ts";
export { type DenoRequest, type DenoServeInfo, readInbound } from "./read-inbound.ts";
export {
  type DenoWebhookContext,
  type DenoWebhookEndpoint,
  type DenoWebhookEndpointOptions,
  webhookEndpoint,
} from "./webhook-endpoint.ts";

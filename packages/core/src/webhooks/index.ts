/**
 * The HTTP endpoint on your own server that receives webhook events, and claim stores.
 *
 * @module
 */

export type { QueryPostgres } from "../schema/query-postgres.ts";
export {
  type ClaimState,
  type ClaimStore,
  type ClaimStoreOptions,
  checkedRetention,
  DEFAULT_RETENTION,
} from "./claim-store.ts";
export { createWebhookEndpoint, type WebhookEndpoint, type WebhookInvocation } from "./create-webhook-endpoint.ts";
export { createMemoryClaimStore } from "./memory-claim-store.ts";
export type { UnknownMessage, WebhookContext, WebhookEndpointOptions } from "./options.ts";
export {
  createPostgresClaimStore,
  type PostgresClaimStoreOptions,
  postgresClaimTable,
} from "./postgres-claim-store.ts";
export { createRedisClaimStore, type RedisClaimStoreOptions, type SendRedisCommand } from "./redis-claim-store.ts";
export type { WebhookSecret } from "./secret.ts";
export { MAX_EVENT_BYTES, parseWebhookEvent, type WebhookEvent } from "./webhook-event.ts";

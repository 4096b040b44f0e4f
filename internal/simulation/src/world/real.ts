/** The parts that run for real, from their sources: nothing else in this package knows where they are. */
export {
  type Call,
  type Client,
  type ConnectError,
  createClient,
  type Fetch,
  type FetchInit,
  type FetchResponse,
  type Hooks,
  idempotencyKeyFor,
  isConnectError,
  type PaymentResolution,
} from "../../../../packages/core/src/index.ts";
export {
  type JournalRecord,
  type Order,
  payOnce,
} from "../../../../packages/core/src/pay-once/index.ts";
export {
  type ClaimStore,
  createMemoryClaimStore,
  createWebhookEndpoint,
} from "../../../../packages/core/src/webhooks/index.ts";
export {
  createSandbox,
  LOCAL_CATEGORY_ID,
  LOCAL_PAYER_ID,
  type Sandbox,
} from "../../../../packages/sandbox/src/index.ts";

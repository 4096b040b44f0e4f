// Clients

export type { ApiKey } from "./auth/api-key.ts";
// Client secrets
export { CLIENT_SECRET_LIFETIME, ClientSecret, type ClientSecretFacts } from "./auth/client-secret.ts";
export { type Client, createClient } from "./client.ts";
// The end user
export { type EndUser, endUserFrom, type TrustOptions } from "./end-user/end-user.ts";
export { type Inbound, inboundOf } from "./end-user/inbound.ts";
export { baseUrlOf, type Environment, type EnvironmentOptions } from "./environment.ts";
// Errors
export {
  ConnectError,
  type ConnectErrorInit,
  type ErrorCode,
  isConnectError,
  isDeclined,
  type Outcome,
} from "./error.ts";
export type { Call, ResponseFacts, WithResponse } from "./http/call.ts";
export {
  type Caller,
  type CallerOptions,
  type CallOptions,
  type CallSettings,
  createCaller,
  type InvokeOptions,
  type TransportOptions,
} from "./http/caller.ts";
export type { Fetch, FetchBodyReader, FetchInit, FetchResponse, FetchStage } from "./http/fetch.ts";
export type { HookEvent, Hooks, RequestEvent, ResponseEvent, RetryEvent } from "./http/hooks.ts";
export type { Patience } from "./http/patience.ts";
export { type CreateClientSecretRequest, createClientSecret } from "./resources/client-secrets/create-client-secret.ts";
export type { ClientSecrets } from "./resources/client-secrets/index.ts";
// Payers
export { type CreatePayerRequest, createPayer, type IdentityDocument } from "./resources/payers/create-payer.ts";
export type { Payers } from "./resources/payers/index.ts";
export type { Payer } from "./resources/payers/payer.ts";
export { retrievePayer } from "./resources/payers/retrieve-payer.ts";
// Payment methods
export {
  type BankAccountData,
  type CardData,
  type CreatePaymentMethodOptions,
  type CreatePaymentMethodRequest,
  createPaymentMethod,
} from "./resources/payment-methods/create-payment-method.ts";
export type { PaymentMethods } from "./resources/payment-methods/index.ts";
export type { PaymentMethod, PaymentMethodData } from "./resources/payment-methods/payment-method.ts";
// Fields that several resources share
export { type Address, checkPostalCode } from "./schema/address.ts";
export type { Contact } from "./schema/contact.ts";
export type { Ref } from "./schema/id.ts";

export { VERSION } from "./version.ts";

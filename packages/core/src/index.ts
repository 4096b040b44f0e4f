export type { ApiKey } from "./api-key.ts";
export type { Patience } from "./attempts.ts";
export { type Call, presentCall, type ResponseFacts, type WithResponse } from "./call.ts";
export {
  type Caller,
  type CallerOptions,
  type CallOptions,
  type CallSettings,
  createCaller,
  createCallerWith,
  type InvokeOptions,
  type TransportOptions,
} from "./caller.ts";
export { attachOperations, type Client, createClient } from "./client.ts";
export { CLIENT_SECRET_LIFETIME, ClientSecret, type ClientSecretFacts } from "./client-secret.ts";
export { clientSecretCredential } from "./client-secret-credential.ts";
export { type AdapterOptions, completeOptions, type SettingName } from "./complete-options.ts";
export type { Credential } from "./credential.ts";
export { type EndUser, endUserFrom, type TrustOptions } from "./end-user.ts";
export { baseUrlOf, type Environment, type EnvironmentOptions } from "./environment.ts";
export {
  ConnectError,
  type ConnectErrorInit,
  configurationInvalid,
  type ErrorCode,
  isConnectError,
  type Outcome,
} from "./error.ts";
export {
  type Fetch,
  type FetchBodyReader,
  type FetchInit,
  type FetchResponse,
  MAX_RESPONSE_BYTES,
  NOT_SENT,
} from "./fetch.ts";
export type { Address } from "./fields.ts";
export type { OnBehalfOf } from "./headers.ts";
export type { HookEvent, Hooks, RequestEvent, ResponseEvent, RetryEvent } from "./hooks.ts";
export { type Inbound, inboundOf, type ReadInbound } from "./inbound.ts";
export type { ApiRequest, ApiResponse, Operation, Replay, RequestContext } from "./operation.ts";
export {
  type CreateClientSecretRequest,
  clientSecretOperation,
  createClientSecret,
} from "./operations/create-client-secret.ts";
export {
  type CreatePayerRequest,
  createPayer,
  type IdentityDocument,
  type PayerContact,
  payerOperation,
} from "./operations/create-payer.ts";
export {
  type BankAccountData,
  type CardData,
  type CreatePaymentMethodOptions,
  type CreatePaymentMethodRequest,
  createPaymentMethod,
  type PaymentMethod,
  type PaymentMethodData,
  paymentMethodOperation,
} from "./operations/create-payment-method.ts";
export { retrievePayer, retrievePayerOperation } from "./operations/retrieve-payer.ts";
export type { Payer } from "./payer.ts";
export { VERSION } from "./version.ts";

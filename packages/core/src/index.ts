// Clients and calls

export type { ApiKey } from "./auth/api-key.ts";
export { type Client, type ClientOptions, createClient } from "./client.ts";
export { baseUrlOf, type Environment, type EnvironmentOptions } from "./environment.ts";
export type { CallLimits } from "./http/attempts/call-limits.ts";
export { blockNetwork } from "./http/caller/block-network.ts";
export type {
  Caller,
  CallerOptions,
  CallOptions,
  CallSettings,
  InvokeOptions,
  TransportOptions,
} from "./http/caller/caller.ts";
export { createCaller } from "./http/caller/create-caller.ts";
export { type ApiRequestInput, requestApi } from "./http/caller/request.ts";
export { type DerivedOptions, withOptions } from "./http/caller/with-options.ts";
export type { Drift } from "./http/hooks/drift.ts";
export {
  type AttemptEvent,
  type AttemptLog,
  type CallEvent,
  combineHooks,
  type DriftEvent,
  type EndEvent,
  type HookEvent,
  type Hooks,
  type RequestEvent,
  type ResponseEvent,
  type RetryEvent,
} from "./http/hooks/hooks.ts";
export { createLog, type LogEntry, type Logger, type LogLevel, type LogOptions } from "./http/hooks/logger.ts";
export type { Call, ResponseFacts, WithResponse } from "./http/operation/call.ts";
export type { Extra } from "./http/operation/extra.ts";
// Also in `adapter.ts`. The types of a client and of `readInbound` name these, and TypeScript can write such a type into
// a user's declarations only if it is exported by a package that the user installed.
export type { Operation } from "./http/operation/operation.ts";
export type { Fetch, FetchBodyReader, FetchInit, FetchResponse, FetchStage } from "./http/transport/fetch.ts";

// Errors

export { ConnectError, type ConnectErrorInit, isConnectError, isDeclined } from "./error.ts";
export type { ErrorCode, NextStep, Outcome } from "./outcome.ts";

// Lists

export type { List, PageWithResponse } from "./http/lists/list.ts";
export type { ListRange, Page, Pagination } from "./http/lists/page.ts";

// The end user

export { type EndUser, endUserFrom, type TrustOptions } from "./end-user/end-user.ts";
export { type Inbound, inboundOf, type ReadInbound } from "./end-user/inbound.ts";

// Categories

export type { Category } from "./resources/categories/category.ts";
export type { Categories } from "./resources/categories/index.ts";
export { listCategories } from "./resources/categories/list-categories.ts";

// Client secrets

export {
  CLIENT_SECRET_LIFETIME,
  ClientSecret,
  type ClientSecretFacts,
  WORKFLOW_SECRET_LIFETIME,
} from "./auth/client-secret.ts";
export { type CreateClientSecretRequest, createClientSecret } from "./resources/client-secrets/create-client-secret.ts";
export {
  type CreateWorkflowSecretRequest,
  createWorkflowSecret,
} from "./resources/client-secrets/create-workflow-secret.ts";
export type { ClientSecrets } from "./resources/client-secrets/index.ts";

// Documents

export { type CreateDocumentRequest, createDocument } from "./resources/documents/create-document.ts";
export type { Documents } from "./resources/documents/index.ts";
export { type SendDocumentOptions, sendDocument } from "./resources/documents/send-document.ts";
export { type UploadFile, type UploadOptions, uploadDocument } from "./resources/documents/upload-document.ts";
export { UploadSlot, type UploadSlotFacts } from "./resources/documents/upload-slot.ts";

// Payers

export { type CreatePayerRequest, createPayer, type IdentityDocument } from "./resources/payers/create-payer.ts";
export { deletePayer } from "./resources/payers/delete-payer.ts";
export type { Payers } from "./resources/payers/index.ts";
export type { Payer } from "./resources/payers/payer.ts";
export { retrievePayer } from "./resources/payers/retrieve-payer.ts";
export { type UpdatePayerRequest, updatePayer } from "./resources/payers/update-payer.ts";

// Payment methods

export {
  type BankAccountData,
  type CardData,
  type CreatePaymentMethodOptions,
  type CreatePaymentMethodRequest,
  createPaymentMethod,
} from "./resources/payment-methods/create-payment-method.ts";
export { deletePaymentMethod } from "./resources/payment-methods/delete-payment-method.ts";
export type { PaymentMethods } from "./resources/payment-methods/index.ts";
export {
  type ListPaymentMethodsRequest,
  listPaymentMethods,
} from "./resources/payment-methods/list-payment-methods.ts";
export type { PaymentMethod, PaymentMethodData } from "./resources/payment-methods/payment-method.ts";
export { retrievePaymentMethod } from "./resources/payment-methods/retrieve-payment-method.ts";
export {
  type CardChanges,
  type UpdatePaymentMethodRequest,
  updatePaymentMethod,
} from "./resources/payment-methods/update-payment-method.ts";

// Recipients

export { type CreateRecipientRequest, createRecipient } from "./resources/recipients/create-recipient.ts";
export { deleteRecipient } from "./resources/recipients/delete-recipient.ts";
export type { Recipients } from "./resources/recipients/index.ts";
export { type ListRecipientsRequest, listRecipients } from "./resources/recipients/list-recipients.ts";
export type { ReceivingMethod } from "./resources/recipients/receiving-method.ts";
export type {
  Recipient,
  RecipientAddress,
  RecipientReceivingMethod,
} from "./resources/recipients/recipient.ts";
export { retrieveRecipient } from "./resources/recipients/retrieve-recipient.ts";
export type { ScopedId } from "./resources/recipients/scoped-id.ts";
export { type UpdateRecipientRequest, updateRecipient } from "./resources/recipients/update-recipient.ts";

// Payment intents

export {
  type CreatePaymentIntentRequest,
  createPaymentIntent,
} from "./resources/payment-intents/create-payment-intent.ts";
export type { PaymentIntents } from "./resources/payment-intents/index.ts";
export type { Fee, PaymentDetails, PaymentIntent } from "./resources/payment-intents/payment-intent.ts";
export { retrievePaymentIntent } from "./resources/payment-intents/retrieve-payment-intent.ts";
export {
  type UpdatePaymentIntentRequest,
  updatePaymentIntent,
} from "./resources/payment-intents/update-payment-intent.ts";

// Payments

export {
  type CreatePaymentOptions,
  type CreatePaymentRequest,
  createPayment,
} from "./resources/payments/create-payment.ts";
export { idempotencyKeyFor } from "./resources/payments/idempotency-key.ts";
export type { Payments } from "./resources/payments/index.ts";
export { type ListPaymentsRequest, listPayments } from "./resources/payments/list-payments.ts";
export type { Payment } from "./resources/payments/payment.ts";
export { type Refund, refundPayment } from "./resources/payments/refund-payment.ts";
export {
  type PaymentResolution,
  type ResolvePaymentOptions,
  type ResolvePaymentRequest,
  resolvePayment,
} from "./resources/payments/resolve-payment.ts";
export { retrievePayment } from "./resources/payments/retrieve-payment.ts";
export { type WaitForPaymentOptions, waitForPayment } from "./resources/payments/wait-for-payment.ts";

// Money and fields that several resources share

export { type Address, checkPostalCode } from "./schema/address.ts";
export type { Changes } from "./schema/changes.ts";
export type { Contact } from "./schema/contact.ts";
export type { Ref } from "./schema/id.ts";
export { type Amount, type AmountInput, cents, fromCents } from "./schema/money.ts";
export type { PayerOwned } from "./schema/reference.ts";

// The version

export { VERSION } from "./version.ts";

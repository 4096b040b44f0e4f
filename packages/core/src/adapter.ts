/**
 * What authors of adapters and operations need besides the public API.
 *
 * @module
 */
export { clientSecretCredential } from "./auth/client-secret-credential.ts";
export type { Credential } from "./auth/credential.ts";
export { attachOperations } from "./client.ts";
export type { ReadInbound } from "./end-user/inbound.ts";
export { configurationInvalid, inputInvalid } from "./error.ts";
export { presentCall } from "./http/call.ts";
export { createCallerWith } from "./http/caller.ts";
export { type AdapterOptions, completeOptions, type SettingName } from "./http/complete-options.ts";
export { readAnswer, unreadable } from "./http/decode.ts";
export { MAX_RESPONSE_BYTES } from "./http/fetch.ts";
export type { OnBehalfOf } from "./http/headers.ts";
export type { ApiRequest, ApiResponse, Operation, Replay, RequestContext } from "./http/operation.ts";
export { isHost } from "./mint-endpoint/host.ts";
export { createClientSecretOperation } from "./resources/client-secrets/create-client-secret.ts";
export { createPayerOperation } from "./resources/payers/create-payer.ts";
export { retrievePayerOperation } from "./resources/payers/retrieve-payer.ts";
export { createPaymentMethodOperation } from "./resources/payment-methods/create-payment-method.ts";

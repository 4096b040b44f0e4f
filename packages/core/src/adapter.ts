/**
 * Additional exports for authors of adapters and operations.
 *
 * @module
 */
export { clientSecretCredential } from "./auth/client-secret-credential.ts";
export type { Credential } from "./auth/credential.ts";
export { attachOperations } from "./client.ts";
export type { ReadInbound } from "./end-user/inbound.ts";
export { configurationInvalid, inputInvalid } from "./error.ts";
export { type BrowserCallOptions, callFromBrowser } from "./http/caller/call-from-browser.ts";
export { type AdapterOptions, completeOptions, type SettingName } from "./http/caller/complete-options.ts";
export { createCallerWith } from "./http/caller/create-caller.ts";
export { requestOperation } from "./http/caller/request.ts";
export { presentCall } from "./http/operation/call.ts";
export { readResponse, unreadable } from "./http/operation/decode.ts";
export type { OnBehalfOf } from "./http/operation/headers.ts";
export type { ApiRequest, ApiResponse, Operation, RequestContext } from "./http/operation/operation.ts";
export { urlTemplate } from "./http/operation/url-template.ts";
export { MAX_RESPONSE_BYTES } from "./http/transport/fetch.ts";
export { codeOfStatus } from "./http/transport/response-error.ts";
export type { Replay } from "./outcome.ts";
export { listCategoriesOperation } from "./resources/categories/list-categories.ts";
export { createClientSecretOperation } from "./resources/client-secrets/create-client-secret.ts";
export { createWorkflowSecretOperation } from "./resources/client-secrets/create-workflow-secret.ts";
export { createDocumentOperation } from "./resources/documents/create-document.ts";
export { createPayerOperation } from "./resources/payers/create-payer.ts";
export { deletePayerOperation } from "./resources/payers/delete-payer.ts";
export { retrievePayerOperation } from "./resources/payers/retrieve-payer.ts";
export { updatePayerOperation } from "./resources/payers/update-payer.ts";
export { createPaymentIntentOperation } from "./resources/payment-intents/create-payment-intent.ts";
export { retrievePaymentIntentOperation } from "./resources/payment-intents/retrieve-payment-intent.ts";
export { updatePaymentIntentOperation } from "./resources/payment-intents/update-payment-intent.ts";
export { createPaymentMethodOperation, tokenizeOperation } from "./resources/payment-methods/create-payment-method.ts";
export { deletePaymentMethodOperation } from "./resources/payment-methods/delete-payment-method.ts";
export { listPaymentMethodsOperation } from "./resources/payment-methods/list-payment-methods.ts";
export { retrievePaymentMethodOperation } from "./resources/payment-methods/retrieve-payment-method.ts";
export { updatePaymentMethodOperation } from "./resources/payment-methods/update-payment-method.ts";
export { createPaymentOperation } from "./resources/payments/create-payment.ts";
export { listPaymentsOperation } from "./resources/payments/list-payments.ts";
export { refundPaymentOperation } from "./resources/payments/refund-payment.ts";
export { retrievePaymentOperation } from "./resources/payments/retrieve-payment.ts";
export { createRecipientOperation } from "./resources/recipients/create-recipient.ts";
export { deleteRecipientOperation } from "./resources/recipients/delete-recipient.ts";
export { listRecipientsOperation } from "./resources/recipients/list-recipients.ts";
export { retrieveRecipientOperation } from "./resources/recipients/retrieve-recipient.ts";
export { updateRecipientOperation } from "./resources/recipients/update-recipient.ts";
export { isHost } from "./schema/host.ts";
export type { Model } from "./schema/model.ts";

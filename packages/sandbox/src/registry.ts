import type * as v from "valibot";
import type { SandboxOperation } from "./operation/operation.ts";
import type { ResourceView } from "./operation/resource.ts";
import { listCategories } from "./resources/categories/list-categories.ts";
import { type ClientSecretState, clientSecrets, clientSecretView } from "./resources/client-secrets/client-secret.ts";
import { createClientSecret } from "./resources/client-secrets/create-client-secret.ts";
import { createWorkflowSecret } from "./resources/client-secrets/create-workflow-secret.ts";
import { createDocument } from "./resources/documents/create-document.ts";
import { type DocumentState, documents, documentView } from "./resources/documents/document.ts";
import { createPayer } from "./resources/payers/create-payer.ts";
import { deletePayer } from "./resources/payers/delete-payer.ts";
import { type PayerRecord, payers, payerView } from "./resources/payers/payer.ts";
import { retrievePayer } from "./resources/payers/retrieve-payer.ts";
import { updatePayer } from "./resources/payers/update-payer.ts";
import { createPaymentIntent } from "./resources/payment-intents/create-payment-intent.ts";
import {
  type PaymentIntentState,
  paymentIntents,
  paymentIntentView,
} from "./resources/payment-intents/payment-intent.ts";
import { retrievePaymentIntent } from "./resources/payment-intents/retrieve-payment-intent.ts";
import { updatePaymentIntent } from "./resources/payment-intents/update-payment-intent.ts";
import { createPaymentMethod } from "./resources/payment-methods/create-payment-method.ts";
import { deletePaymentMethod } from "./resources/payment-methods/delete-payment-method.ts";
import { listPaymentMethods } from "./resources/payment-methods/list-payment-methods.ts";
import {
  type PaymentMethodState,
  paymentMethods,
  paymentMethodView,
} from "./resources/payment-methods/payment-method.ts";
import { retrievePaymentMethod } from "./resources/payment-methods/retrieve-payment-method.ts";
import { updatePaymentMethod } from "./resources/payment-methods/update-payment-method.ts";
import { createPayment } from "./resources/payments/create-payment.ts";
import { idempotencyKeys } from "./resources/payments/idempotency.ts";
import { listPayments } from "./resources/payments/list-payments.ts";
import { type PaymentState, payments, paymentView } from "./resources/payments/payment.ts";
import { refundPayment } from "./resources/payments/refund-payment.ts";
import { retrievePayment } from "./resources/payments/retrieve-payment.ts";
import { createRecipient } from "./resources/recipients/create-recipient.ts";
import { deleteRecipient } from "./resources/recipients/delete-recipient.ts";
import { listRecipients } from "./resources/recipients/list-recipients.ts";
import { type RecipientState, recipients, recipientView } from "./resources/recipients/recipient.ts";
import { retrieveRecipient } from "./resources/recipients/retrieve-recipient.ts";
import { updateRecipient } from "./resources/recipients/update-recipient.ts";
import { announced } from "./webhooks/webhook-event.ts";

/** The operations that the sandbox carries out, named as the client's functions: verb and resource. */
export type OperationName =
  | "createClientSecret"
  | "createWorkflowSecret"
  | "createPayer"
  | "retrievePayer"
  | "updatePayer"
  | "deletePayer"
  | "createPaymentMethod"
  | "listPaymentMethods"
  | "retrievePaymentMethod"
  | "updatePaymentMethod"
  | "deletePaymentMethod"
  | "listCategories"
  | "createRecipient"
  | "listRecipients"
  | "retrieveRecipient"
  | "updateRecipient"
  | "deleteRecipient"
  | "createPaymentIntent"
  | "retrievePaymentIntent"
  | "updatePaymentIntent"
  | "createPayment"
  | "listPayments"
  | "retrievePayment"
  | "refundPayment"
  | "createDocument";

/**
 * The one list of operations. Routes, CORS, faults, the log's filter and the inspector's pick lists derive from it: a
 * new operation needs its file in its resource's folder, and its name and row here.
 */
export const operations: { readonly [Name in OperationName]: SandboxOperation } = {
  createClientSecret,
  createWorkflowSecret,
  createPayer,
  retrievePayer,
  updatePayer,
  deletePayer,
  createPaymentMethod,
  listPaymentMethods,
  retrievePaymentMethod,
  updatePaymentMethod,
  deletePaymentMethod,
  listCategories,
  createRecipient,
  listRecipients,
  retrieveRecipient,
  updateRecipient,
  deleteRecipient,
  createPaymentIntent,
  retrievePaymentIntent,
  updatePaymentIntent,
  createPayment,
  listPayments,
  retrievePayment,
  refundPayment,
  createDocument,
};

/** The names of {@link operations}, in their order. */
export const operationNames: readonly OperationName[] = Object.keys(operations) as OperationName[];

/** The target of a request: an operation, or an upload to the storage of documents, which is not part of the API. */
export type RequestName = OperationName | "uploadDocument";

/** Every {@link RequestName}, with where it is sent to. */
export const requests: readonly { readonly name: RequestName; readonly method: string; readonly path: string }[] = [
  ...operationNames.map((name) => ({ name, method: operations[name].method, path: operations[name].path })),
  { name: "uploadDocument", method: "POST", path: "/uploads/{slot}" },
];

/** The records of an account, without any sensitive value. */
export interface SandboxState {
  /** As in a response, oldest first. */
  payers: readonly PayerRecord[];
  /** In the order of minting. */
  clientSecrets: readonly ClientSecretState[];
  /** Oldest first. */
  paymentMethods: readonly PaymentMethodState[];
  /** Oldest first. */
  recipients: readonly RecipientState[];
  /** Oldest first. */
  paymentIntents: readonly PaymentIntentState[];
  /** Oldest first. */
  payments: readonly PaymentState[];
  /** Oldest first. */
  documents: readonly DocumentState[];
}

/** Every kind of record that an account has. */
export const recordKinds: readonly { readonly name: string; readonly fields: v.ObjectEntries }[] = [
  payers,
  clientSecrets,
  paymentMethods,
  recipients,
  paymentIntents,
  payments,
  documents,
  idempotencyKeys,
  announced,
];

/** The one list of resources: what `state()` returns and what the inspector lists. */
export const resources: { readonly [Name in keyof SandboxState]: ResourceView<SandboxState[Name][number]> } = {
  payers: payerView,
  clientSecrets: clientSecretView,
  paymentMethods: paymentMethodView,
  recipients: recipientView,
  paymentIntents: paymentIntentView,
  payments: paymentView,
  documents: documentView,
};

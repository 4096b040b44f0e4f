import type { SandboxOperation } from "./operation/operation.ts";
import type { ResourceView } from "./operation/resource.ts";
import { type ClientSecretState, clientSecretView } from "./resources/client-secrets/client-secret.ts";
import { createClientSecret } from "./resources/client-secrets/create-client-secret.ts";
import { createPayer } from "./resources/payers/create-payer.ts";
import { type PayerRecord, payerView } from "./resources/payers/payer.ts";
import { retrievePayer } from "./resources/payers/retrieve-payer.ts";
import { createPaymentMethod } from "./resources/payment-methods/create-payment-method.ts";
import { type PaymentMethodState, paymentMethodView } from "./resources/payment-methods/payment-method.ts";

/** The operations that the sandbox carries out, named as the client's functions: verb and resource. */
export type OperationName = "createClientSecret" | "createPayer" | "retrievePayer" | "createPaymentMethod";

/**
 * The one list of operations. Routes, CORS, faults, the log's filter and the inspector's pick lists derive from it: a
 * new operation needs its file in its resource's folder, and its name and row here.
 */
export const operations: { readonly [Name in OperationName]: SandboxOperation } = {
  createClientSecret,
  createPayer,
  retrievePayer,
  createPaymentMethod,
};

/** The names of {@link operations}, in their order. */
export const operationNames: readonly OperationName[] = Object.keys(operations) as OperationName[];

/** The records of an account, without any sensitive value. */
export interface SandboxState {
  payers: readonly PayerRecord[];
  clientSecrets: readonly ClientSecretState[];
  paymentMethods: readonly PaymentMethodState[];
}

/** The one list of resources: what `state()` returns and what the inspector lists. */
export const resources: { readonly [Name in keyof SandboxState]: ResourceView<SandboxState[Name][number]> } = {
  payers: payerView,
  clientSecrets: clientSecretView,
  paymentMethods: paymentMethodView,
};

/** Operations that the vendor has and the sandbox lacks. A row moves to {@link operations} once it is carried out. */
export const missingOperations: readonly (Pick<SandboxOperation, "method" | "path"> & { readonly name: string })[] = [
  { name: "listCategories", method: "GET", path: "/categories" },
  { name: "createWorkflowSecret", method: "POST", path: "/v2/client-secrets" },
  { name: "createDocument", method: "POST", path: "/documents" },
  { name: "updatePayer", method: "PATCH", path: "/payers/{id}" },
  { name: "deletePayer", method: "DELETE", path: "/payers/{id}" },
  { name: "listPaymentMethods", method: "GET", path: "/payment-methods" },
  { name: "retrievePaymentMethod", method: "GET", path: "/payment-methods/{id}" },
  { name: "updatePaymentMethod", method: "PATCH", path: "/payment-methods/{id}" },
  { name: "deletePaymentMethod", method: "DELETE", path: "/payment-methods/{id}" },
  { name: "createPaymentIntent", method: "POST", path: "/payment-intents" },
  { name: "retrievePaymentIntent", method: "GET", path: "/payment-intents/{id}" },
  { name: "updatePaymentIntent", method: "PATCH", path: "/payment-intents/{id}" },
  { name: "createPayment", method: "POST", path: "/payments" },
  { name: "listPayments", method: "GET", path: "/payments" },
  { name: "retrievePayment", method: "GET", path: "/payments/{id}" },
  { name: "refundPayment", method: "POST", path: "/payments/{id}/refunds" },
  { name: "createRecipient", method: "POST", path: "/recipients" },
  { name: "listRecipients", method: "GET", path: "/recipients" },
  { name: "retrieveRecipient", method: "GET", path: "/recipients/{id}" },
  { name: "updateRecipient", method: "PATCH", path: "/recipients/{id}" },
  { name: "deleteRecipient", method: "DELETE", path: "/recipients/{id}" },
];

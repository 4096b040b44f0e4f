import type { OperationName } from "@plastiq-connect/sandbox";
import type { OperationRow } from "./operation-row.ts";
import type { PayerOperationName } from "./payers.ts";
import { INTENT, RECIPIENT } from "./records.ts";

const NEW_NAME = { businessName: "Coffee Beans Supply Inc." };
const NEW_AMOUNT = { targetAmount: { value: 50.5, currency: "USD" } };
const PAY = { paymentIntent: { id: "{paymentIntent}" }, payer: { id: "{payer}" } };
const INVOICE = {
  type: "INVOICE",
  fileType: "pdf",
  filename: "invoice.pdf",
  payer: { id: "{payer}" },
  payment: { id: "{payment}" },
};

/** An upload slot as in a response, with fields that must never be printed. */
export const SLOT: { readonly uploadURL: string; readonly metadata: Readonly<Record<string, string>> } = {
  uploadURL: "https://uploads.example/bucket",
  metadata: { Key: "documents/1", Policy: "canary-policy-5d1e", "X-Amz-Signature": "canary-signature-9c2f" },
};

/** The operations on recipients, payment intents, payments and documents. */
export const PAYMENT_OPERATIONS: Readonly<Record<Exclude<OperationName, PayerOperationName>, OperationRow>> = {
  listCategories: {
    on: ["categories", "list"],
    wire: "listCategories",
    records: ["category"],
    replay: "safe",
    endUser: false,
    request: { method: "GET", path: "/categories" },
    success: { status: 200, body: { data: [{ id: "{category}" }] } },
  },
  createRecipient: {
    on: ["recipients", "create"],
    wire: "createRecipient",
    input: RECIPIENT,
    records: ["category"],
    replay: "never",
    endUser: true,
    request: { method: "POST", path: "/recipients", body: RECIPIENT },
    success: { status: 200, body: { id: "{recipient}" } },
  },
  retrieveRecipient: {
    on: ["recipients", "retrieve"],
    wire: "retrieveRecipient",
    input: { id: "{recipient}", payerId: "{payer}" },
    records: ["recipient"],
    replay: "safe",
    endUser: false,
    request: { method: "GET", path: "/recipients/{recipient}", query: { payerId: "{payer}" } },
    success: { status: 200, body: { id: "{recipient}" } },
  },
  listRecipients: {
    on: ["recipients", "list"],
    wire: "listRecipients",
    input: { payerId: "{payer}", limit: 20 },
    records: ["recipient"],
    replay: "safe",
    endUser: false,
    request: { method: "GET", path: "/recipients", query: { payerId: "{payer}", limit: "20", offset: "0" } },
    success: { status: 200, body: { data: [{ id: "{recipient}" }] } },
  },
  updateRecipient: {
    on: ["recipients", "update"],
    wire: "updateRecipient",
    input: { id: "{recipient}", ...NEW_NAME },
    records: ["recipient"],
    replay: "safe",
    endUser: false,
    request: { method: "PATCH", path: "/recipients/{recipient}", body: NEW_NAME },
    success: { status: 200, body: { id: "{recipient}" } },
  },
  deleteRecipient: {
    on: ["recipients", "delete"],
    wire: "deleteRecipient",
    input: { id: "{recipient}" },
    records: ["recipient"],
    replay: "safe",
    endUser: false,
    request: { method: "DELETE", path: "/recipients/{recipient}" },
    success: { status: 204 },
  },
  createPaymentIntent: {
    on: ["paymentIntents", "create"],
    wire: "createPaymentIntent",
    input: INTENT,
    records: ["recipient", "paymentMethod"],
    replay: "safe",
    endUser: true,
    request: { method: "POST", path: "/payment-intents", body: INTENT },
    success: { status: 200, body: { id: "{paymentIntent}" } },
  },
  retrievePaymentIntent: {
    on: ["paymentIntents", "retrieve"],
    wire: "retrievePaymentIntent",
    input: { id: "{paymentIntent}", payerId: "{payer}" },
    records: ["paymentIntent"],
    replay: "safe",
    endUser: false,
    request: { method: "GET", path: "/payment-intents/{paymentIntent}", query: { payerId: "{payer}" } },
    success: { status: 200, body: { id: "{paymentIntent}" } },
  },
  updatePaymentIntent: {
    on: ["paymentIntents", "update"],
    wire: "updatePaymentIntent",
    input: { id: "{paymentIntent}", ...NEW_AMOUNT },
    records: ["paymentIntent"],
    replay: "safe",
    endUser: false,
    request: { method: "PATCH", path: "/payment-intents/{paymentIntent}", body: NEW_AMOUNT },
    success: { status: 200, body: { id: "{paymentIntent}" } },
  },
  createPayment: {
    on: ["payments", "create"],
    wire: "createPayment",
    input: PAY,
    records: ["paymentIntent"],
    replay: "idempotency-key",
    endUser: true,
    request: { method: "POST", path: "/payments", body: PAY },
    success: { status: 200, body: { id: "{payment}" } },
  },
  retrievePayment: {
    on: ["payments", "retrieve"],
    wire: "retrievePayment",
    input: { id: "{payment}", payerId: "{payer}" },
    records: ["payment"],
    replay: "safe",
    endUser: false,
    request: { method: "GET", path: "/payments/{payment}", query: { payerId: "{payer}" } },
    success: { status: 200, body: { id: "{payment}" } },
  },
  listPayments: {
    on: ["payments", "list"],
    wire: "listPayments",
    input: { payerId: "{payer}", limit: 7, offset: 0 },
    records: ["payment"],
    replay: "safe",
    endUser: false,
    request: { method: "GET", path: "/payments", query: { payerId: "{payer}", limit: "7", offset: "0" } },
    success: { status: 200, body: { data: [{ id: "{payment}" }] } },
  },
  refundPayment: {
    on: ["payments", "refund"],
    wire: "refundPayment",
    input: { id: "{payment}", payerId: "{payer}" },
    records: ["payment"],
    replay: "never",
    endUser: false,
    request: { method: "POST", path: "/payments/{payment}/refunds", body: { payerId: "{payer}" } },
    success: { status: 200, body: { status: "REFUNDED" } },
  },
  createDocument: {
    on: ["documents", "create"],
    wire: "createDocument",
    input: INVOICE,
    records: ["payment"],
    replay: "safe",
    endUser: true,
    request: { method: "POST", path: "/documents", body: INVOICE },
    success: { status: 200, body: SLOT },
  },
};

/** Reads a payment intent, and the payer's payments when it is captured. */
export const RESOLVE_PAYMENT: OperationRow = {
  ...PAYMENT_OPERATIONS.retrievePaymentIntent,
  on: ["payments", "resolve"],
  input: PAY,
};

/** Calls any endpoint. */
export const REQUEST: OperationRow = {
  on: ["request"],
  wire: "retrievePayer",
  input: { method: "GET", path: "/payers/{payer}" },
  replay: "safe",
  endUser: true,
  request: { method: "GET", path: "/payers/{payer}" },
  success: { status: 200, body: { id: "{payer}" } },
};

/** Creates a slot and uploads a file into it: two requests, the second of which is not the API's. */
export const SEND_DOCUMENT: OperationRow = {
  ...PAYMENT_OPERATIONS.createDocument,
  on: ["documents", "send"],
  wire: "uploadDocument",
  file: "%PDF-1.7 an invoice",
};

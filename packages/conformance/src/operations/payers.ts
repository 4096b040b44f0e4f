import type { OperationName } from "@plastiq-connect/sandbox";
import { CARD, PERSON } from "../samples.ts";
import type { OperationRow } from "./operation-row.ts";

const PAYER = { id: "{payer}" };
const CONTACT = { firstName: "Jo", lastName: "Kim", email: "jo@example.com" };
const CARD_CHANGES = { cvv: CARD.cvv, expirationYear: "2050" };

/** The operations on payers, their client secrets and their payment methods. */
export type PayerOperationName = Extract<OperationName, `${string}${"Payer" | "Secret" | "PaymentMethod"}${string}`>;

/** The operations on payers, their client secrets and their payment methods. */
export const PAYER_OPERATIONS: Readonly<Record<PayerOperationName, OperationRow>> = {
  createClientSecret: {
    on: ["clientSecrets", "create"],
    wire: "createClientSecret",
    input: { payer: PAYER },
    replay: "safe",
    endUser: true,
    request: { method: "POST", path: "/client-secrets", body: { payer: PAYER, type: "CARD" } },
    success: { status: 200, body: { clientSecret: "{clientSecret}" } },
  },
  createWorkflowSecret: {
    on: ["clientSecrets", "createForWorkflow"],
    wire: "createWorkflowSecret",
    input: { payer: PAYER },
    replay: "safe",
    endUser: true,
    request: { method: "POST", path: "/v2/client-secrets", body: { payer: PAYER } },
    success: { status: 200, body: { clientSecret: "{clientSecret}" } },
  },
  createPayer: {
    on: ["payers", "create"],
    wire: "createPayer",
    input: PERSON,
    replay: "never",
    endUser: true,
    request: { method: "POST", path: "/payers", body: PERSON },
    success: { status: 200, body: PAYER },
  },
  retrievePayer: {
    on: ["payers", "retrieve"],
    wire: "retrievePayer",
    input: "{payer}",
    replay: "safe",
    endUser: false,
    request: { method: "GET", path: "/payers/{payer}" },
    success: { status: 200, body: PAYER },
  },
  updatePayer: {
    on: ["payers", "update"],
    wire: "updatePayer",
    input: { ...PAYER, contact: CONTACT },
    replay: "safe",
    endUser: false,
    request: { method: "PATCH", path: "/payers/{payer}", body: { contact: CONTACT } },
    success: { status: 200, body: PAYER },
  },
  deletePayer: {
    on: ["payers", "delete"],
    wire: "deletePayer",
    input: PAYER,
    replay: "safe",
    endUser: false,
    request: { method: "DELETE", path: "/payers/{payer}" },
    success: { status: 204 },
  },
  createPaymentMethod: {
    on: ["paymentMethods", "create"],
    wire: "createPaymentMethod",
    input: { type: "CARD", data: CARD, payer: PAYER },
    replay: "never",
    endUser: true,
    request: { method: "POST", path: "/payment-methods", body: { type: "CARD", data: CARD, payer: PAYER } },
    success: { status: 200, body: { id: "{paymentMethod}" } },
  },
  retrievePaymentMethod: {
    on: ["paymentMethods", "retrieve"],
    wire: "retrievePaymentMethod",
    input: { id: "{paymentMethod}", payerId: "{payer}" },
    records: ["paymentMethod"],
    replay: "safe",
    endUser: false,
    request: { method: "GET", path: "/payment-methods/{paymentMethod}", query: { payerId: "{payer}" } },
    success: { status: 200, body: { id: "{paymentMethod}" } },
  },
  listPaymentMethods: {
    on: ["paymentMethods", "list"],
    wire: "listPaymentMethods",
    input: { payerId: "{payer}" },
    records: ["paymentMethod"],
    replay: "safe",
    endUser: false,
    request: { method: "GET", path: "/payment-methods", query: { payerId: "{payer}", limit: "100", offset: "0" } },
    success: { status: 200, body: { data: [{ id: "{paymentMethod}" }] } },
  },
  updatePaymentMethod: {
    on: ["paymentMethods", "update"],
    wire: "updatePaymentMethod",
    input: { id: "{paymentMethod}", type: "CARD", data: CARD_CHANGES, payer: PAYER },
    records: ["paymentMethod"],
    replay: "never",
    endUser: true,
    request: {
      method: "PATCH",
      path: "/payment-methods/{paymentMethod}",
      body: { type: "CARD", data: CARD_CHANGES, payer: PAYER },
    },
    success: { status: 200, body: { id: "{paymentMethod}" } },
  },
  deletePaymentMethod: {
    on: ["paymentMethods", "delete"],
    wire: "deletePaymentMethod",
    input: { id: "{paymentMethod}" },
    records: ["paymentMethod"],
    replay: "safe",
    endUser: false,
    request: { method: "DELETE", path: "/payment-methods/{paymentMethod}" },
    success: { status: 204 },
  },
};

import type { Client } from "../client.ts";
import { PAYER } from "./fixture.ts";

export const ID = "6f0eb884-3f41-4b57-b86a-80f62dca011e";
const OTHER = "d7a2beba-0c2c-42de-9690-26f00ba08339";
const KEY = "0b0f7a4e-3c52-4d8e-9a61-6f2b8c1d7e90";
export const AGENT = { endUser: { userAgent: "Mozilla/5.0", deviceId: "device-1", ip: "203.0.113.9" } } as const;
const RECIPIENT = {
  businessName: "Coffee Beans Supply Co.",
  categoryId: OTHER,
  businessAddress: { line1: "19439 Stevens Creek Blvd", country: "US" },
  contact: { phone: "4155550100" },
  receivingMethod: {
    type: "ACH",
    accountNumber: "3829473294723",
    routingNumber: "021000021",
    beneficiaryName: "Coffee Beans Supply Co.",
  },
} as const;
const INTENT = { payer: PAYER, recipient: { id: ID }, targetAmount: { value: "100.10", currency: "USD" } } as const;
const DOCUMENT = { type: "INVOICE", fileType: "pdf", filename: "i.pdf", payer: PAYER, payment: { id: ID } } as const;
export const CARD_CHANGE = {
  id: ID,
  payer: PAYER,
  type: "CARD",
  data: { cvv: "739", expirationYear: "2031" },
} as const;
const { id: _, ...CARD_CHANGE_BODY } = CARD_CHANGE;
const NAME = { id: ID, businessName: "New" } as const;
export const OWNED: { readonly id: string; readonly payerId: string } = { id: ID, payerId: PAYER.id };
const PAGE = { data: [{ id: ID }] };

/** The contract of one operation: its request, and its retries. */
export interface Row {
  readonly name: string;
  readonly call: (client: Client, input?: never) => Promise<unknown>;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** True if the end user is described. */
  readonly described: boolean;
  readonly response?: unknown;
  readonly status?: number;
  /** How many requests a 500 and a broken connection cost with two retries. */
  readonly retried: boolean;
}

/** A row for each operation of the API. */
export const ROWS: readonly Row[] = [
  {
    name: "categories.list",
    call: (c) => c.categories.list(AGENT),
    method: "GET",
    path: "/categories",
    described: false,
    response: PAGE,
    retried: true,
  },
  {
    name: "clientSecrets.createForWorkflow",
    call: (c) => c.clientSecrets.createForWorkflow({}, AGENT),
    method: "POST",
    path: "/v2/client-secrets",
    body: {},
    described: true,
    response: { clientSecret: "s" },
    retried: true,
  },
  {
    name: "documents.create",
    call: (c) => c.documents.create(DOCUMENT, AGENT),
    method: "POST",
    path: "/documents",
    body: DOCUMENT,
    described: true,
    response: { uploadURL: "https://s3.example/", metadata: {} },
    retried: true,
  },
  {
    name: "payers.retrieve",
    call: (c) => c.payers.retrieve(ID, AGENT),
    method: "GET",
    path: `/payers/${ID}`,
    described: false,
    retried: true,
  },
  {
    name: "payers.update",
    call: (c) => c.payers.update(NAME, AGENT),
    method: "PATCH",
    path: `/payers/${ID}`,
    body: { businessName: "New" },
    described: false,
    retried: true,
  },
  {
    name: "payers.update with identity documents",
    call: (c) => c.payers.update({ id: ID, identityDocuments: [{ type: "US_TIN", value: "123456789" }] }, AGENT),
    method: "PATCH",
    path: `/payers/${ID}`,
    body: { identityDocuments: [{ type: "US_TIN", value: "123456789" }] },
    described: false,
    retried: false,
  },
  {
    name: "payers.delete",
    call: (c) => c.payers.delete({ id: ID }, AGENT),
    method: "DELETE",
    path: `/payers/${ID}`,
    described: false,
    status: 204,
    retried: true,
  },
  {
    name: "paymentMethods.retrieve",
    call: (c) => c.paymentMethods.retrieve(OWNED, AGENT),
    method: "GET",
    path: `/payment-methods/${ID}?payerId=${PAYER.id}`,
    described: false,
    retried: true,
  },
  {
    name: "paymentMethods.list",
    call: (c) => c.paymentMethods.list({ payerId: PAYER.id }, AGENT),
    method: "GET",
    path: `/payment-methods?payerId=${PAYER.id}&limit=100&offset=0`,
    described: false,
    response: PAGE,
    retried: true,
  },
  {
    name: "paymentMethods.update",
    call: (c) => c.paymentMethods.update(CARD_CHANGE, AGENT),
    method: "PATCH",
    path: `/payment-methods/${ID}`,
    body: CARD_CHANGE_BODY,
    described: true,
    retried: false,
  },
  {
    name: "paymentMethods.delete",
    call: (c) => c.paymentMethods.delete({ id: ID }, AGENT),
    method: "DELETE",
    path: `/payment-methods/${ID}`,
    described: false,
    status: 204,
    retried: true,
  },
  {
    name: "recipients.create",
    call: (c) => c.recipients.create(RECIPIENT, AGENT),
    method: "POST",
    path: "/recipients",
    body: RECIPIENT,
    described: true,
    retried: false,
  },
  {
    name: "recipients.retrieve",
    call: (c) => c.recipients.retrieve({ id: ID }, AGENT),
    method: "GET",
    path: `/recipients/${ID}`,
    described: false,
    retried: true,
  },
  {
    name: "recipients.list",
    call: (c) => c.recipients.list({ limit: 7 }, AGENT),
    method: "GET",
    path: "/recipients?limit=7&offset=0",
    described: false,
    response: PAGE,
    retried: true,
  },
  {
    name: "recipients.update",
    call: (c) => c.recipients.update({ ...NAME, payer: PAYER }, AGENT),
    method: "PATCH",
    path: `/recipients/${ID}`,
    body: { businessName: "New", payer: PAYER },
    described: false,
    retried: true,
  },
  {
    name: "recipients.delete",
    call: (c) => c.recipients.delete(OWNED, AGENT),
    method: "DELETE",
    path: `/recipients/${ID}?payerId=${PAYER.id}`,
    described: false,
    status: 204,
    retried: true,
  },
  {
    name: "paymentIntents.create",
    call: (c) => c.paymentIntents.create(INTENT, AGENT),
    method: "POST",
    path: "/payment-intents",
    body: { ...INTENT, targetAmount: { value: 100.1, currency: "USD" } },
    described: true,
    retried: true,
  },
  {
    name: "paymentIntents.create with a new recipient",
    call: (c) => c.paymentIntents.create({ ...INTENT, recipient: RECIPIENT }, AGENT),
    method: "POST",
    path: "/payment-intents",
    body: { ...INTENT, recipient: RECIPIENT, targetAmount: { value: 100.1, currency: "USD" } },
    described: true,
    retried: false,
  },
  {
    name: "paymentIntents.retrieve",
    call: (c) => c.paymentIntents.retrieve(OWNED, AGENT),
    method: "GET",
    path: `/payment-intents/${ID}?payerId=${PAYER.id}`,
    described: false,
    retried: true,
  },
  {
    name: "paymentIntents.update",
    call: (c) => c.paymentIntents.update({ id: ID, paymentMethod: { id: OTHER } }, AGENT),
    method: "PATCH",
    path: `/payment-intents/${ID}`,
    body: { paymentMethod: { id: OTHER } },
    described: false,
    retried: true,
  },
  {
    name: "payments.create",
    call: (c) => c.payments.create({ paymentIntent: { id: ID }, payer: PAYER }, { ...AGENT, idempotencyKey: KEY }),
    method: "POST",
    path: "/payments",
    body: { paymentIntent: { id: ID }, payer: PAYER },
    described: true,
    retried: true,
  },
  {
    name: "payments.retrieve",
    call: (c) => c.payments.retrieve(OWNED, AGENT),
    method: "GET",
    path: `/payments/${ID}?payerId=${PAYER.id}`,
    described: false,
    retried: true,
  },
  {
    name: "payments.list",
    call: (c) => c.payments.list({ payerId: PAYER.id, limit: 1, offset: 3 }, AGENT),
    method: "GET",
    path: `/payments?payerId=${PAYER.id}&limit=1&offset=3`,
    described: false,
    response: PAGE,
    retried: true,
  },
  {
    name: "payments.refund",
    call: (c) => c.payments.refund(OWNED, AGENT),
    method: "POST",
    path: `/payments/${ID}/refunds`,
    body: { payerId: PAYER.id },
    described: false,
    response: { status: "REFUNDED" },
    retried: false,
  },
];

import type { OperationName } from "@plastiq-connect/sandbox";
import type { Client } from "../client.ts";
import type { CallOptions } from "../http/caller/caller.ts";
import { BANK_ACCOUNT, CARD, PAYER, PERSON, TRACE_ID } from "./fixture.ts";

/** Everything that must never be printed. */
export interface Secrets {
  readonly apiKey: string;
  readonly clientSecret: string;
  readonly cardNumber: string;
  readonly cvv: string;
  readonly document: string;
}

/** The arguments of an operation. */
interface Given {
  readonly secrets: Secrets;
  /** Fields that the request model refuses. */
  readonly wrong: object;
  readonly options: CallOptions;
}

const ID = "6f0eb884-3f41-4b57-b86a-80f62dca011e";
const OWNED = { id: ID, payerId: PAYER.id };
const INTENT = { payer: PAYER, recipient: { id: ID }, targetAmount: { value: 100.1, currency: "USD" } } as const;
const recipientOf = ({ cardNumber }: Secrets) => ({
  businessName: "Coffee Beans Supply Co.",
  categoryId: ID,
  businessAddress: { line1: "19439 Stevens Creek Blvd", country: "US" },
  contact: { phone: "4155550100" },
  receivingMethod: {
    type: "ACH" as const,
    accountNumber: cardNumber.slice(0, 17),
    routingNumber: "021000021",
    beneficiaryName: "Coffee Beans Supply Co.",
  },
});
const cardOf = ({ cardNumber, cvv }: Secrets, wrong: object) => ({
  ...CARD,
  data: { ...CARD.data, ...wrong, accountNumber: cardNumber, cvv },
});

/** Calls that are not one row for one operation. */
type OwnRow = "createCard" | "createCardWithClientSecret" | "createBankAccount" | "request" | "extra";

/** One call of every operation, with secrets wherever it takes them. */
export const OPERATIONS = {
  listCategories: (c, { options }) => c.categories.list(options),
  createClientSecret: (c, { wrong, options }) => c.clientSecrets.create({ payer: { ...PAYER, ...wrong } }, options),
  createWorkflowSecret: (c, { wrong, options }) => c.clientSecrets.createForWorkflow({ ...wrong }, options),
  createDocument: (c, { wrong, options }) =>
    c.documents.create(
      { type: "INVOICE", fileType: "pdf", filename: "i.pdf", payer: PAYER, payment: { id: ID }, ...wrong },
      options,
    ),
  createPayer: (c, { secrets, wrong, options }) =>
    c.payers.create(
      { ...PERSON, ...wrong, identityDocuments: [{ type: "PASSPORT_NUMBER", value: secrets.document }] },
      options,
    ),
  retrievePayer: (c, { options }) => c.payers.retrieve(ID, options),
  updatePayer: (c, { secrets, wrong, options }) =>
    c.payers.update(
      { id: ID, ...wrong, identityDocuments: [{ type: "PASSPORT_NUMBER", value: secrets.document }] },
      options,
    ),
  deletePayer: (c, { options }) => c.payers.delete({ id: ID }, options),
  createPaymentIntent: (c, { secrets, wrong, options }) =>
    c.paymentIntents.create({ ...INTENT, ...wrong, recipient: recipientOf(secrets) }, options),
  retrievePaymentIntent: (c, { options }) => c.paymentIntents.retrieve(OWNED, options),
  updatePaymentIntent: (c, { wrong, options }) =>
    c.paymentIntents.update({ id: ID, paymentMethod: { id: ID }, ...wrong }, options),
  createCard: (c, { secrets, wrong, options }) => c.paymentMethods.create(cardOf(secrets, wrong), options),
  createCardWithClientSecret: (c, { secrets, wrong, options }) =>
    c.paymentMethods.create(cardOf(secrets, wrong), { ...options, clientSecret: secrets.clientSecret }),
  createBankAccount: (c, { secrets, wrong, options }) =>
    c.paymentMethods.create(
      { ...BANK_ACCOUNT, data: { ...BANK_ACCOUNT.data, ...wrong, accountNumber: secrets.cardNumber } },
      options,
    ),
  retrievePaymentMethod: (c, { options }) => c.paymentMethods.retrieve(OWNED, options),
  listPaymentMethods: (c, { options }) => c.paymentMethods.list({ payerId: PAYER.id }, options).toArray({ max: 9 }),
  updatePaymentMethod: (c, { secrets, wrong, options }) =>
    c.paymentMethods.update(
      { id: ID, payer: PAYER, type: "CARD", data: { cvv: secrets.cvv, expirationYear: "2031", ...wrong } },
      options,
    ),
  deletePaymentMethod: (c, { options }) => c.paymentMethods.delete({ id: ID }, options),
  createRecipient: (c, { secrets, wrong, options }) =>
    c.recipients.create({ ...recipientOf(secrets), ...wrong }, options),
  retrieveRecipient: (c, { options }) => c.recipients.retrieve({ id: ID }, options),
  listRecipients: (c, { options }) => c.recipients.list({}, options).toArray({ max: 9 }),
  updateRecipient: (c, { wrong, options }) =>
    c.recipients.update({ id: ID, businessName: "New", payer: PAYER, ...wrong }, options),
  deleteRecipient: (c, { options }) => c.recipients.delete(OWNED, options),
  createPayment: (c, { wrong, options }) =>
    c.payments.create(
      { paymentIntent: { id: ID }, payer: PAYER, ...wrong },
      { ...options, idempotencyKey: TRACE_ID, deadline: 10 },
    ),
  retrievePayment: (c, { options }) => c.payments.retrieve(OWNED, options),
  listPayments: (c, { options }) => c.payments.list({ payerId: PAYER.id }, options).toArray({ max: 9 }),
  refundPayment: (c, { wrong, options }) => c.payments.refund({ ...OWNED, ...wrong }, options),
  request: (c, { secrets, options }) =>
    c.request(
      { method: "POST", path: "/later", query: { q: secrets.document }, body: { token: secrets.cardNumber } },
      options,
    ),
  extra: (c, { secrets, options }) =>
    c.payers.retrieve(ID, { ...options, extra: { query: { q: secrets.document, n: secrets.cardNumber } } }),
} as const satisfies Readonly<
  Record<Exclude<OperationName, "createPaymentMethod"> | OwnRow, (client: Client, given: Given) => Promise<unknown>>
>;

/** The name of a row above. */
export type LeakOperation = keyof typeof OPERATIONS;

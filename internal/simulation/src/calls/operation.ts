import { type Call, type Client, LOCAL_CATEGORY_ID } from "../world/real.ts";

/** Arguments of one call of a schedule. */
export interface Given {
  /** The input that the vendor refuses is still one that core sends. */
  readonly accepted: boolean;
  /** A payer that exists. */
  readonly payerId: string;
  /** A UUID that nothing has. */
  readonly unknownId: string;
  readonly cardNumber: string;
  readonly cvv: string;
  readonly accountNumber: string;
  readonly document: string;
  /** A secret that was minted for this call alone. */
  readonly clientSecret: string;
  /** A payment method, or a payment intent, that was created for this call alone. */
  readonly ownId: string;
  readonly idempotencyKey: string;
  readonly options: { readonly endUser: "none"; readonly traceId: string; readonly signal: AbortSignal };
}

/** An operation as the simulation knows it. Everything else is derived from these rows. */
export interface SimulatedOperation {
  /** `once`: it must take effect at most once. `safe`: it may be repeated at will. */
  readonly promise: "safe" | "once";
  /** True if the credential dies with its first success, so that a second copy of the request is refused. */
  readonly spends?: true;
  /** True if the vendor's own 404 counts as done after an attempt that may have taken effect. */
  readonly goneIsDone?: true;
  /** Records that must exist before the call. */
  readonly needs?: "payment method" | "payment intent" | "recipient" | "payment";
  /**
   * True if the vendor refuses a second copy of the request. Only the adapter of a runtime that sends twice can doubt
   * that refusal, so that core is not tried with copies.
   */
  readonly refusesCopies?: true;
  /** Returns whether a successful response says that it was done. Default: it always does. */
  happened?(body: unknown): boolean;
  /** True if the vendor knows a repeated request by its idempotency key. It responds with 409 while it processes the first. */
  readonly keyed?: true;
  start(client: Client, given: Given): Call<unknown>;
  /** The returned data, in a comparable form. */
  told(data: unknown): unknown;
  /** The data of the vendor's response body, in the same form. */
  done(body: unknown): unknown;
  /** Secrets of the request: long ones, found anywhere. The CVV is looked for by its label. */
  secrets(given: Given): readonly string[];
}

const ADDRESS = { line1: "1 Main Street", city: "Springfield", state: "IL", postalCode: "62701", country: "US" };
// The number that the local sandbox always declines.
const DECLINED = "4000000000000002";

const asItIs = (value: unknown): unknown => value;
const idOf = (value: unknown): unknown => (value as { id?: unknown }).id;

function card(given: Given): Parameters<Client["paymentMethods"]["create"]>[0] {
  const { accepted, cardNumber, cvv } = given;
  const accountNumber = accepted ? cardNumber : DECLINED;
  const expiry = { expirationMonth: "11", expirationYear: "2039" };
  const data = { cardHolderName: "Jen Doe", accountNumber, cvv, ...expiry, billingAddress: ADDRESS };
  return { type: "CARD", data };
}

/** The operations that take part, one row each. */
export const OPERATIONS = {
  createPayer: {
    promise: "once",
    start: (client, { accepted, document, options }) =>
      client.payers.create(
        {
          contact: { firstName: "Jen", lastName: "Doe", email: "jen.doe@example.com" },
          businessAddress: { ...ADDRESS, country: accepted ? "US" : "XX" },
          identityDocuments: [{ type: "US_SSN", value: document }],
        },
        options,
      ),
    told: asItIs,
    done: asItIs,
    secrets: ({ document }) => [document],
  },
  retrievePayer: {
    promise: "safe",
    start: (client, { accepted, payerId, unknownId, options }) =>
      client.payers.retrieve(accepted ? payerId : unknownId, options),
    told: asItIs,
    done: asItIs,
    secrets: () => [],
  },
  createClientSecret: {
    promise: "safe",
    start: (client, { accepted, payerId, unknownId, options }) =>
      client.clientSecrets.create({ payer: { id: accepted ? payerId : unknownId } }, options),
    told: (data) => (data as { reveal(): string }).reveal(),
    done: (body) => (body as { clientSecret?: unknown }).clientSecret,
    secrets: () => [],
  },
  storeCard: {
    promise: "once",
    start: (client, given) =>
      client.paymentMethods.create({ ...card(given), payer: { id: given.payerId } }, given.options),
    told: asItIs,
    done: asItIs,
    secrets: ({ accepted, cardNumber }) => [accepted ? cardNumber : DECLINED],
  },
  storeBankAccount: {
    promise: "once",
    start: (client, { accepted, payerId, unknownId, accountNumber, options }) =>
      client.paymentMethods.create(
        {
          type: "BANK_ACCOUNT",
          payer: { id: accepted ? payerId : unknownId },
          data: { accountHolderName: "Jen Doe", accountNumber, routingNumber: "021000021", billingAddress: ADDRESS },
        },
        options,
      ),
    told: asItIs,
    done: asItIs,
    secrets: ({ accountNumber }) => [accountNumber],
  },
  spendClientSecret: {
    promise: "once",
    spends: true,
    start: (client, given) =>
      client.paymentMethods.create(card(given), { ...given.options, clientSecret: given.clientSecret }),
    told: idOf,
    done: idOf,
    secrets: ({ accepted, cardNumber, clientSecret }) => [accepted ? cardNumber : DECLINED, clientSecret],
  },
  deletePaymentMethod: {
    promise: "safe",
    goneIsDone: true,
    needs: "payment method",
    start: (client, { accepted, ownId, unknownId, options }) =>
      client.paymentMethods.delete({ id: accepted ? ownId : unknownId }, options),
    // There is nothing to compare, but that it was deleted.
    told: () => true,
    done: () => true,
    secrets: () => [],
  },
  createRecipient: {
    promise: "once",
    start: (client, { accepted, accountNumber, unknownId, options }) =>
      client.recipients.create(
        {
          businessName: "Coffee Beans Supply Co.",
          categoryId: accepted ? LOCAL_CATEGORY_ID : unknownId,
          businessAddress: ADDRESS,
          contact: { email: "billing@coffee.example" },
          receivingMethod: {
            type: "ACH",
            accountNumber,
            routingNumber: "021000021",
            beneficiaryName: "Coffee Beans Supply Co.",
          },
        },
        options,
      ),
    told: asItIs,
    done: asItIs,
    secrets: ({ accountNumber }) => [accountNumber],
  },
  deleteRecipient: {
    promise: "safe",
    goneIsDone: true,
    needs: "recipient",
    start: (client, { accepted, ownId, unknownId, options }) =>
      client.recipients.delete({ id: accepted ? ownId : unknownId }, options),
    told: () => true,
    done: () => true,
    secrets: () => [],
  },
  listPaymentMethods: {
    promise: "safe",
    start: (client, { accepted, payerId, unknownId, options }) =>
      client.paymentMethods.list({ payerId: accepted ? payerId : unknownId }, options),
    told: asItIs,
    done: asItIs,
    secrets: () => [],
  },
  retrieveIntent: {
    promise: "safe",
    needs: "payment intent",
    start: (client, { accepted, ownId, unknownId, payerId, options }) =>
      client.paymentIntents.retrieve({ id: accepted ? ownId : unknownId, payerId }, options),
    told: asItIs,
    done: asItIs,
    secrets: () => [],
  },
  refundPayment: {
    promise: "once",
    needs: "payment",
    refusesCopies: true,
    start: (client, { accepted, ownId, unknownId, payerId, options }) =>
      client.payments.refund({ id: accepted ? ownId : unknownId, payerId }, options),
    told: asItIs,
    done: asItIs,
    happened: (body) => (body as { status?: unknown }).status !== "REFUND_FAILED",
    secrets: () => [],
  },
  payIntent: {
    promise: "once",
    needs: "payment intent",
    keyed: true,
    start: (client, { accepted, ownId, unknownId, payerId, idempotencyKey, options }) =>
      client.payments.create(
        { paymentIntent: { id: accepted ? ownId : unknownId }, payer: { id: payerId } },
        { ...options, idempotencyKey },
      ),
    told: idOf,
    done: idOf,
    secrets: () => [],
  },
} as const satisfies Record<string, SimulatedOperation>;

/** The name of a row. */
export type OperationName = keyof typeof OPERATIONS;

/** Returns the row of an operation. */
export function operationOf(name: OperationName): SimulatedOperation {
  return OPERATIONS[name];
}

import { checkOptions } from "./error.ts";
import type { Caller, CallerOptions, CallOptions } from "./http/caller/caller.ts";
import { createCaller } from "./http/caller/create-caller.ts";
import { type ApiRequestInput, requestApi } from "./http/caller/request.ts";
import { type DerivedOptions, withOptions } from "./http/caller/with-options.ts";
import { type LogOptions, withLog } from "./http/hooks/logger.ts";
import type { Call } from "./http/operation/call.ts";
import { type Categories, categoriesOf } from "./resources/categories/index.ts";
import { type ClientSecrets, clientSecretsOf } from "./resources/client-secrets/index.ts";
import { type Documents, documentsOf } from "./resources/documents/index.ts";
import { type Payers, payersOf } from "./resources/payers/index.ts";
import { type PaymentIntents, paymentIntentsOf } from "./resources/payment-intents/index.ts";
import { type PaymentMethods, paymentMethodsOf } from "./resources/payment-methods/index.ts";
import { type Payments, paymentsOf } from "./resources/payments/index.ts";
import { type Recipients, recipientsOf } from "./resources/recipients/index.ts";

/** A caller with every operation, grouped by resource. */
export interface Client extends Caller {
  /** Calls an endpoint that this release does not cover. See {@link requestApi}. */
  request<Output = unknown>(input: ApiRequestInput, options: CallOptions): Call<Output>;
  /**
   * Returns a client with other options that shares the connections, which it does not own. See {@link withOptions}.
   */
  withOptions(options: DerivedOptions): Client;
  /** The categories of businesses that recipients belong to. */
  readonly categories: Categories;
  /** Tokens for browsers. */
  readonly clientSecrets: ClientSecrets;
  /** Documents that the vendor requests, such as invoices. */
  readonly documents: Documents;
  /** The parties on whose behalf payments are made. */
  readonly payers: Payers;
  /** Quotes for payments. */
  readonly paymentIntents: PaymentIntents;
  /** Stored cards and bank accounts. */
  readonly paymentMethods: PaymentMethods;
  /** Payments to recipients. */
  readonly payments: Payments;
  /** The businesses that are paid. */
  readonly recipients: Recipients;
}

/** Options for `createClient`. */
export interface ClientOptions extends CallerOptions, LogOptions {}

/**
 * Creates a client with every operation, for any runtime that has `fetch`. It does no I/O.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 * @example
 * ```ts
 * import { createClient } from "@plastiq-connect/core";
 *
 * export async function contactOf(apiKey: string, payerId: string): Promise<string | undefined> {
 *   const connect = createClient({ apiKey, environment: "production" });
 *   const { contact } = await connect.payers.retrieve(payerId, { endUser: "none" });
 *   return contact?.email;
 * }
 * ```
 */
export function createClient(options: ClientOptions): Client {
  checkOptions(options);
  return attachOperations(createCaller(withLog(options)));
}

/** Attaches every operation to a caller. */
export function attachOperations(caller: Caller): Client {
  return {
    ...caller,
    request: (input, options) => requestApi(caller, input, options),
    withOptions: (options) => attachOperations(withOptions(caller, options)),
    categories: categoriesOf(caller),
    clientSecrets: clientSecretsOf(caller),
    documents: documentsOf(caller),
    payers: payersOf(caller),
    paymentIntents: paymentIntentsOf(caller),
    paymentMethods: paymentMethodsOf(caller),
    payments: paymentsOf(caller),
    recipients: recipientsOf(caller),
  };
}

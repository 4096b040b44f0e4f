import { type Caller, type CallerOptions, createCaller } from "./http/caller.ts";
import { type ClientSecrets, clientSecretsOf } from "./resources/client-secrets/index.ts";
import { type Payers, payersOf } from "./resources/payers/index.ts";
import { type PaymentMethods, paymentMethodsOf } from "./resources/payment-methods/index.ts";

/** A caller with every operation, grouped by resource. */
export interface Client extends Caller {
  /** Tokens for browsers. */
  readonly clientSecrets: ClientSecrets;
  /** The parties on whose behalf payments are made. */
  readonly payers: Payers;
  /** Stored cards and bank accounts. */
  readonly paymentMethods: PaymentMethods;
}

/**
 * Creates a client with every operation, for any runtime that has `fetch`. It does no I/O.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 */
export function createClient(options: CallerOptions): Client {
  return attachOperations(createCaller(options));
}

/** Attaches every operation to a caller. */
export function attachOperations(caller: Caller): Client {
  return {
    ...caller,
    clientSecrets: clientSecretsOf(caller),
    payers: payersOf(caller),
    paymentMethods: paymentMethodsOf(caller),
  };
}

import type { Call } from "./call.ts";
import { type Caller, type CallerOptions, type CallOptions, createCaller } from "./caller.ts";
import type { ClientSecret } from "./client-secret.ts";
import { type CreateClientSecretRequest, createClientSecret } from "./operations/create-client-secret.ts";
import { type CreatePayerRequest, createPayer } from "./operations/create-payer.ts";
import {
  type CreatePaymentMethodOptions,
  type CreatePaymentMethodRequest,
  createPaymentMethod,
  type PaymentMethod,
} from "./operations/create-payment-method.ts";
import { retrievePayer } from "./operations/retrieve-payer.ts";
import type { Payer } from "./payer.ts";

/** Every operation under its resource's name. */
export interface Client extends Caller {
  /** Tokens for browsers. */
  readonly clientSecrets: {
    /** See {@link createClientSecret}. */
    create(input: CreateClientSecretRequest, options: CallOptions): Call<ClientSecret>;
  };
  /** Whom payments are made for. */
  readonly payers: {
    /** See {@link createPayer}. */
    create(input: CreatePayerRequest, options: CallOptions): Call<Payer>;
    /** See {@link retrievePayer}. */
    retrieve(id: string, options: CallOptions): Call<Payer>;
  };
  /** Stored cards and bank accounts. */
  readonly paymentMethods: {
    /** See {@link createPaymentMethod}. */
    create(input: CreatePaymentMethodRequest, options: CreatePaymentMethodOptions): Call<PaymentMethod>;
  };
}

/**
 * A client with all operations, for any runtime that has `fetch`. It does no I/O.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 */
export function createClient(options: CallerOptions): Client {
  return attachOperations(createCaller(options));
}

/** The thin table that makes a client out of a caller. */
export function attachOperations(caller: Caller): Client {
  return {
    ...caller,
    clientSecrets: { create: (input, options) => createClientSecret(caller, input, options) },
    payers: {
      create: (input, options) => createPayer(caller, input, options),
      retrieve: (id, options) => retrievePayer(caller, id, options),
    },
    paymentMethods: { create: (input, options) => createPaymentMethod(caller, input, options) },
  };
}

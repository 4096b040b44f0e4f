import {
  type BankAccountData,
  type CallLimits,
  type CardData,
  type ClientSecret,
  type ConnectError,
  type CreatePaymentMethodRequest,
  type EnvironmentOptions,
  type Fetch,
  isConnectError,
  type PaymentMethod,
} from "@plastiq-connect/core";
import { callFromBrowser, clientSecretCredential, tokenizeOperation } from "@plastiq-connect/core/adapter";
import { withOutcome } from "./failure.ts";
import { type NoApiKey, refuseApiKey } from "./no-api-key.ts";
import { pageFetch } from "./page-fetch.ts";
import { randomUuid } from "./random-uuid.ts";

/** Options that {@link tokenizeCard} and {@link tokenizeBankAccount} share. */
export interface TokenizeOptions extends NoApiKey, EnvironmentOptions, CallLimits {
  /** The secret that {@link fetchClientSecret} returned. It works once. */
  readonly clientSecret: ClientSecret | string;
  /** The id that {@link deviceId} returns, or an id of your own. */
  readonly deviceId?: string | undefined;
  /** Aborts the call. The payment method may be stored nevertheless. */
  readonly signal?: AbortSignal | undefined;
  /** A UUID v4 that identifies the call in your logs and the vendor's. Default: a new one. */
  readonly traceId?: string | undefined;
  /** Sends the request. Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined;
}

/** Options for {@link tokenizeCard}. */
export interface TokenizeCardOptions extends TokenizeOptions {
  /** The card. `normalizeCard` of `@plastiq-connect/browser/card` turns a typed card into this form. */
  readonly card: CardData;
}

/** Options for {@link tokenizeBankAccount}. */
export interface TokenizeBankAccountOptions extends TokenizeOptions {
  /** The bank account. */
  readonly bankAccount: BankAccountData;
}

/**
 * Stores a card of the secret's payer at the vendor, directly from the browser, so that the card's number never reaches
 * your server. It is inferred from the vendor's documentation that a secret can be used this way.
 *
 * A request that may have taken effect is not repeated.
 *
 * @throws ConnectError (the promise rejects). After `outcome: "unknown"` the card may be stored. An `unauthorized` or
 * `forbidden` is `unknown`, too: browsers send a request again over a broken connection, and the second copy is refused.
 * A secret that has expired according to the browser's clock is not sent: `unauthorized` without a status. A request that
 * the page's Content-Security-Policy blocks is `configuration_invalid` and `not-sent`.
 * @see https://docs.developer.plastiq.com/docs/creating-payment-methods
 * @example
 * ```ts
 * import { type CardData, deviceId, fetchClientSecret, type PaymentMethod, tokenizeCard } from "@plastiq-connect/browser";
 *
 * export async function store(card: CardData): Promise<PaymentMethod> {
 *   const clientSecret = await fetchClientSecret({ endpoint: "/client-secret", deviceId: deviceId() });
 *   return await tokenizeCard({ clientSecret, card, deviceId: deviceId() });
 * }
 * ```
 */
export async function tokenizeCard(options: TokenizeCardOptions): Promise<PaymentMethod> {
  return await spend(options, { type: "CARD", data: options?.card });
}

/**
 * Stores a bank account of the secret's payer; see {@link tokenizeCard}.
 *
 * The secrets of `POST /client-secrets` have the type `CARD` today, and the vendor may refuse them here.
 *
 * @example
 * ```ts
 * import { type BankAccountData, type ClientSecret, tokenizeBankAccount } from "@plastiq-connect/browser";
 *
 * export async function store(clientSecret: ClientSecret, bankAccount: BankAccountData): Promise<string> {
 *   const { id } = await tokenizeBankAccount({ clientSecret, bankAccount });
 *   return id;
 * }
 * ```
 */
export async function tokenizeBankAccount(options: TokenizeBankAccountOptions): Promise<PaymentMethod> {
  return await spend(options, { type: "BANK_ACCOUNT", data: options?.bankAccount });
}

async function spend(options: TokenizeOptions, input: CreatePaymentMethodRequest): Promise<PaymentMethod> {
  refuseApiKey(options);
  const { clientSecret, deviceId, signal, traceId = randomUuid(), ...settings } = options;
  const credential = clientSecretCredential(clientSecret);
  const fetch = pageFetch(settings.fetch);
  try {
    return await callFromBrowser(tokenizeOperation, input, {
      ...settings,
      credential,
      fetch,
      deviceId,
      traceId,
      signal,
    });
  } catch (error) {
    throw mayConcernSecret(error) ? withOutcome(error, "unknown", SENT_TWICE) : error;
  }
}

const SENT_TWICE = " The browser may have sent the request twice, so it may have taken effect.";

/**
 * Returns whether the secret may be what was refused. This very call may have used it: when a reused connection breaks
 * before the response, browsers send the request again, even a POST. If the first copy stored the card, the second one is
 * refused, with one of these two statuses. Which one is not documented.
 */
function mayConcernSecret(error: unknown): error is ConnectError {
  return isConnectError(error) && (error.status === 401 || error.status === 403);
}

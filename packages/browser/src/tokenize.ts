import {
  type BankAccountData,
  type CardData,
  type ClientSecret,
  type ConnectError,
  type CreatePaymentMethodRequest,
  type EnvironmentOptions,
  type Fetch,
  isConnectError,
  type Patience,
  type PaymentMethod,
} from "@plastiq-connect/core";
import { clientSecretCredential, createCallerWith, createPaymentMethodOperation } from "@plastiq-connect/core/adapter";
import { withOutcome } from "./failure.ts";
import { type NoApiKey, refuseApiKey } from "./no-api-key.ts";
import { pageFetch } from "./page-fetch.ts";
import { randomUuid } from "./random-uuid.ts";

/** With what, and how patiently, a client secret is spent. */
export interface TokenizeOptions extends NoApiKey, EnvironmentOptions, Patience {
  /** What {@link fetchClientSecret} gave. It works once. */
  readonly clientSecret: ClientSecret | string;
  /** What {@link deviceId} gives, or an id of your own. */
  readonly deviceId?: string | undefined;
  /** Gives up when it fires. The payment method may be stored nevertheless. */
  readonly signal?: AbortSignal | undefined;
  /** A UUID v4 to find the call by in both sides' logs. Default: a new one. */
  readonly traceId?: string | undefined;
  /** Makes the request. Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined;
}

/** See {@link tokenizeCard}. */
export interface TokenizeCardOptions extends TokenizeOptions {
  /** The card, as its holder typed it in. */
  readonly card: CardData;
}

/** See {@link tokenizeBankAccount}. */
export interface TokenizeBankAccountOptions extends TokenizeOptions {
  /** The bank account, as its holder typed it in. */
  readonly bankAccount: BankAccountData;
}

/**
 * Spends a client secret: stores a card of its payer at the vendor, straight from the browser, so that the card's
 * number never meets your server.
 *
 * It is not repeated when it may have taken effect. That a secret is spent this way is inferred from the vendor's papers.
 *
 * @throws ConnectError (it rejects). After `outcome: "unknown"` the card may be stored. So it may be after an
 * `unauthorized` or a `forbidden`, because browsers send a request again over a broken connection: they are `unknown`.
 * A secret that has expired by the browser's clock is not sent (any more): `unauthorized` without a status.
 * @see https://docs.developer.plastiq.com/docs/creating-payment-methods
 */
export async function tokenizeCard(options: TokenizeCardOptions): Promise<PaymentMethod> {
  return await spend(options, { type: "CARD", data: options?.card });
}

/**
 * As {@link tokenizeCard}, for a bank account.
 *
 * The secrets of today's `POST /client-secrets` are of type `CARD`, and the vendor may refuse them here.
 */
export async function tokenizeBankAccount(options: TokenizeBankAccountOptions): Promise<PaymentMethod> {
  return await spend(options, { type: "BANK_ACCOUNT", data: options?.bankAccount });
}

async function spend(options: TokenizeOptions, input: CreatePaymentMethodRequest): Promise<PaymentMethod> {
  refuseApiKey(options);
  const { clientSecret, deviceId, signal, traceId = randomUuid(), ...settings } = options;
  const caller = createCallerWith(clientSecretCredential(clientSecret), {
    ...settings,
    fetch: pageFetch(settings.fetch),
  });
  try {
    return await caller.call(createPaymentMethodOperation, input, {
      endUser: { self: true, deviceId },
      traceId,
      signal,
    });
  } catch (error) {
    throw mayConcernSecret(error) ? withOutcome(error, "unknown", SENT_TWICE) : error;
  }
}

const SENT_TWICE = " If the browser sent it twice over a broken connection, it may have taken effect.";

/**
 * Whether the secret may be what was refused. If it lived, this very call may have spent it: browsers send a request
 * again, a POST too, when the connection that they reused for it breaks before the answer, and had the first copy stored
 * the card, the second is refused. With which of the two statuses is not documented.
 */
function mayConcernSecret(error: unknown): error is ConnectError {
  return isConnectError(error) && (error.status === 401 || error.status === 403);
}

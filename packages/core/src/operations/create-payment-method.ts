import * as v from "valibot";
import type { Call } from "../call.ts";
import type { Caller, CallOptions } from "../caller.ts";
import type { ClientSecret } from "../client-secret.ts";
import { clientSecretCredential } from "../client-secret-credential.ts";
import { type Address, addressSchema, payerRefSchema, requiredText } from "../fields.ts";
import { checkInput, readAnswer } from "../model.ts";
import { once } from "../once.ts";
import type { Operation } from "../operation.ts";

/** A card, as its holder types it in. */
export interface CardData {
  /** The name, as it stands on the card. */
  readonly cardHolderName: string;
  /** Digits only. */
  readonly accountNumber: string;
  /** 3 or 4 digits. */
  readonly cvv: string;
  /** Two digits, such as `"01"`. */
  readonly expirationMonth: string;
  /** Four digits, such as `"2031"`. */
  readonly expirationYear: string;
  /** The address that the card's bills go to. */
  readonly billingAddress: Address;
}

/** A bank account, as its holder types it in. */
export interface BankAccountData {
  /** Whose account it is. */
  readonly accountHolderName: string;
  /** Digits only. */
  readonly accountNumber: string;
  /** Digits only. */
  readonly routingNumber: string;
  /** What kind of account it is, where that is known. */
  readonly accountType?: "CHECKING" | "SAVINGS" | undefined;
  /** The holder's address. */
  readonly billingAddress: Address;
}

/** The owner. Required with an API key; with a client secret the secret's payer is meant (inferred). */
interface OfPayer {
  readonly payer?: { readonly id: string } | undefined;
}

/** What a payment method is created from. */
export type CreatePaymentMethodRequest =
  | (OfPayer & { readonly type: "CARD"; readonly data: CardData })
  | (OfPayer & { readonly type: "BANK_ACCOUNT"; readonly data: BankAccountData });

/** What the vendor tells of a stored card or bank account. Which fields it holds follows the method's `type`. */
export interface PaymentMethodData {
  /** The last four digits of a card's number. */
  readonly last4?: string;
  /** Such as `VISA`. An open list. */
  readonly brand?: string;
  /** A card's month of expiry, such as `01`. */
  readonly expirationMonth?: string;
  /** A card's year of expiry, such as `2031`. */
  readonly expirationYear?: string;
  /** A card's kind. An open list. */
  readonly subType?: "CREDIT" | "DEBIT" | (string & {});
  /** The last four digits of a bank account's number. */
  readonly accountLastFour?: string;
  /** A bank account's routing number. */
  readonly routingNumber?: string;
  /** A bank account's kind, such as `CHECKING`. */
  readonly accountType?: string;
  /** Whose bank account it is. */
  readonly accountHolderName?: string;
  /** When it was stored. As text, as the vendor wrote it. */
  readonly createdAt?: string;
  /** The address that it was stored with. */
  readonly billingAddress?: Address;
  readonly [field: string]: unknown;
}

/** A stored card or bank account. Only `id` is checked: the vendor marks no field as required. */
export interface PaymentMethod {
  /** The id (UUID) to pay with. It is no secret. */
  readonly id: string;
  /** What kind of payment method it is. An open list. */
  readonly type?: "CARD" | "BANK_ACCOUNT" | (string & {});
  /** `INACTIVE` is stored, but cannot be used; `statusReasons` say why. */
  readonly status?: "ACTIVE" | "INACTIVE" | (string & {});
  /** Why it cannot be used. */
  readonly statusReasons?: readonly { readonly code?: string; readonly message?: string }[];
  /** What may be shown of it to its owner. */
  readonly data?: PaymentMethodData;
  readonly [field: string]: unknown;
}

/** What must and may be said of creating a payment method. */
export interface CreatePaymentMethodOptions extends CallOptions {
  /** Spends this client secret in the place of the API key. */
  readonly clientSecret?: ClientSecret | string | undefined;
}

const digits = (pattern: RegExp, what: string): v.GenericSchema<string> => v.pipe(v.string(), v.regex(pattern, what));

const cardSchema: () => v.GenericSchema<CardData> = /* @__PURE__ */ once(() =>
  v.strictObject({
    cardHolderName: requiredText(),
    accountNumber: digits(/^\d{8,19}$/, "must be 8 to 19 digits, without spaces"),
    cvv: digits(/^\d{3,4}$/, "must be 3 or 4 digits"),
    expirationMonth: digits(/^(?:0[1-9]|1[0-2])$/, 'must be two digits, "01" to "12"'),
    expirationYear: digits(/^\d{4}$/, "must be four digits"),
    billingAddress: addressSchema(),
  }),
);

const bankAccountSchema: () => v.GenericSchema<BankAccountData> = /* @__PURE__ */ once(() =>
  v.strictObject({
    accountHolderName: requiredText(),
    accountNumber: digits(/^\d{1,35}$/, "must be digits"),
    routingNumber: digits(/^\d{8,9}$/, "must be 8 or 9 digits"),
    accountType: v.optional(v.picklist(["CHECKING", "SAVINGS"])),
    billingAddress: addressSchema(),
  }),
);

// Picked by hand: `v.variant` does no more here, and weighs on pages.
function requestSchema(type: unknown): v.GenericSchema<CreatePaymentMethodRequest> {
  return v.strictObject({
    type: v.picklist(["CARD", "BANK_ACCOUNT"]),
    payer: v.optional(payerRefSchema()),
    data: type === "BANK_ACCOUNT" ? bankAccountSchema() : cardSchema(),
  }) as v.GenericSchema<unknown> as v.GenericSchema<CreatePaymentMethodRequest>;
}

/** `POST /payment-methods` as data. Never repeated when it may have taken effect: a card must not be stored twice. */
export const paymentMethodOperation: Operation<CreatePaymentMethodRequest, PaymentMethod> = {
  name: "createPaymentMethod",
  replay: "never",
  encode(input, { headers }) {
    const checked = checkInput(requestSchema(input?.type), input);
    return {
      method: "POST",
      path: "/payment-methods",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(checked),
      secrets:
        checked.type === "CARD"
          ? [checked.data.accountNumber, checked.data.cvv]
          : [checked.data.accountNumber, checked.data.routingNumber],
    };
  },
  decode: (response) => readAnswer(response, "id"),
};

/**
 * Stores a card or a bank account of a payer, and answers with what may be shown of it.
 *
 * With the API key, the card data pass through your server, with the audit burden that this brings; with a client
 * secret they need not, when a browser makes the call.
 *
 * @throws ConnectError (the call rejects). After `outcome: "unknown"` the payment method may exist.
 * @see https://docs.developer.plastiq.com/docs/creating-payment-methods
 */
export function createPaymentMethod(
  caller: Caller,
  input: CreatePaymentMethodRequest,
  options: CreatePaymentMethodOptions,
): Call<PaymentMethod> {
  const secret = options?.clientSecret;
  return caller.call(paymentMethodOperation, input, {
    ...options,
    credential: secret === undefined ? undefined : clientSecretCredential(secret),
  });
}

import * as v from "valibot";
import type { ClientSecret } from "../../auth/client-secret.ts";
import { clientSecretCredential } from "../../auth/client-secret-credential.ts";
import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { jsonRequest } from "../../http/operation/api-request.ts";
import { type Call, presentCall } from "../../http/operation/call.ts";
import { readResource } from "../../http/operation/decode.ts";
import type { ApiRequest, Operation, RequestContext } from "../../http/operation/operation.ts";
import { type Address, addressSchema } from "../../schema/address.ts";
import { checkInput } from "../../schema/check-input.ts";
import { fields } from "../../schema/fields.ts";
import { type Ref, refSchema } from "../../schema/id.ts";
import { oneOf, sameOf, textLike } from "../../schema/kind.ts";
import { once } from "../../schema/once.ts";
import { requiredText } from "../../schema/text.ts";
import { type PaymentMethod, paymentMethodModel } from "./payment-method.ts";

/** A card to store. */
export interface CardData {
  /** The name on the card. */
  readonly cardHolderName: string;
  /** The card number, digits only. */
  readonly accountNumber: string;
  /** The security code, 3 or 4 digits. */
  readonly cvv: string;
  /** The month of expiry, two digits, such as `"01"`. */
  readonly expirationMonth: string;
  /** The year of expiry, four digits, such as `"2031"`. */
  readonly expirationYear: string;
  /** The card's billing address. */
  readonly billingAddress: Address;
}

/** A bank account to store. */
export interface BankAccountData {
  /** The account holder. */
  readonly accountHolderName: string;
  /** The account number, digits only. */
  readonly accountNumber: string;
  /** The bank's routing number, digits only. */
  readonly routingNumber: string;
  /** The kind of account, if known. */
  readonly accountType?: "CHECKING" | "SAVINGS" | undefined;
  /** The holder's address. */
  readonly billingAddress: Address;
}

/** The payer. Required with an API key. With a client secret, the default is the secret's payer (inferred). */
type OfPayer = {
  readonly payer?: Ref | undefined;
};

/** Request to create a payment method. */
export type CreatePaymentMethodRequest =
  | (OfPayer & { readonly type: "CARD"; readonly data: CardData })
  | (OfPayer & { readonly type: "BANK_ACCOUNT"; readonly data: BankAccountData });

/** Options for creating a payment method. */
export interface CreatePaymentMethodOptions extends CallOptions {
  /** Uses this client secret instead of the API key. */
  readonly clientSecret?: ClientSecret | string | undefined;
}

/** The entries of a card that an update can also change. */
export const cardEntries: () => {
  readonly cvv: v.GenericSchema<string>;
  readonly expirationMonth: v.GenericSchema<string>;
  readonly expirationYear: v.GenericSchema<string>;
  readonly billingAddress: v.GenericSchema<Address>;
} = /* @__PURE__ */ once(() => ({
  cvv: textLike(/^\d{3,4}$/, "must be 3 or 4 digits"),
  expirationMonth: textLike(/^(?:0[1-9]|1[0-2])$/, 'must be two digits, "01" to "12"'),
  expirationYear: textLike(/^\d{4}$/, "must be four digits"),
  billingAddress: addressSchema(),
}));

const cardSchema: () => v.GenericSchema<CardData> = /* @__PURE__ */ once(() =>
  fields({
    cardHolderName: requiredText(),
    accountNumber: textLike(/^\d{8,19}$/, "must be 8 to 19 digits, without spaces"),
    ...cardEntries(),
  }),
);

const bankAccountSchema: () => v.GenericSchema<BankAccountData> = /* @__PURE__ */ once(() =>
  fields({
    accountHolderName: requiredText(),
    accountNumber: textLike(/^\d{1,35}$/, "must be digits"),
    routingNumber: textLike(/^\d{8,9}$/, "must be 8 or 9 digits"),
    accountType: v.optional(oneOf("CHECKING", "SAVINGS")),
    billingAddress: addressSchema(),
  }),
);

// Selected by hand, because `v.variant` would enlarge bundles of pages.
function requestSchema(type: unknown): v.GenericSchema<CreatePaymentMethodRequest> {
  return fields({
    type: sameOf(type, "CARD", "BANK_ACCOUNT"),
    payer: v.optional(refSchema()),
    data: type === "BANK_ACCOUNT" ? bankAccountSchema() : cardSchema(),
  }) as v.GenericSchema<unknown> as v.GenericSchema<CreatePaymentMethodRequest>;
}

function encode(input: CreatePaymentMethodRequest, context: RequestContext): ApiRequest {
  return jsonRequest("POST", "/payment-methods", context, checkInput(requestSchema(input?.type), input));
}

/**
 * `POST /payment-methods` as data. Never retried when it may have taken effect, because a card must not be stored
 * twice.
 */
export const createPaymentMethodOperation: Operation<CreatePaymentMethodRequest, PaymentMethod> = {
  name: "createPaymentMethod",
  replay: "never",
  encode,
  decode: readResource,
  model: () => paymentMethodModel,
};

/** {@link createPaymentMethodOperation} for a page. It has no `onDrift`, so a page does not download the known fields. */
export const tokenizeOperation: Operation<CreatePaymentMethodRequest, PaymentMethod> = {
  name: "createPaymentMethod",
  replay: "never",
  encode,
  decode: readResource,
};

/**
 * Stores a card or a bank account for a payer. The response contains only data that may be shown.
 *
 * With the API key, card data passes through your server, which is then subject to audit. With a client secret, a
 * browser can make the call instead.
 *
 * @throws ConnectError (the call rejects). After `outcome: "unknown"` the payment method may exist.
 * @see https://docs.developer.plastiq.com/docs/creating-payment-methods
 * @example
 * ```ts
 * import { type BankAccountData, type Caller, createPaymentMethod, type EndUser } from "@plastiq-connect/core";
 *
 * export async function store(
 *   caller: Caller,
 *   payerId: string,
 *   data: BankAccountData,
 *   endUser: EndUser,
 * ): Promise<string> {
 *   const input = { type: "BANK_ACCOUNT", payer: { id: payerId }, data } as const;
 *   const { id } = await createPaymentMethod(caller, input, { endUser });
 *   return id;
 * }
 * ```
 */
export function createPaymentMethod(
  caller: Caller,
  input: CreatePaymentMethodRequest,
  options: CreatePaymentMethodOptions,
): Call<PaymentMethod> {
  try {
    const { clientSecret, ...call } = options ?? ({} as CreatePaymentMethodOptions);
    const credential = clientSecret === undefined ? undefined : clientSecretCredential(clientSecret);
    return invoke(caller, createPaymentMethodOperation, input, { ...call, credential });
  } catch (error) {
    return presentCall(Promise.reject(error));
  }
}

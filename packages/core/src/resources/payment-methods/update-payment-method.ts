import * as v from "valibot";
import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { jsonRequest } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readResource } from "../../http/operation/decode.ts";
import type { Operation } from "../../http/operation/operation.ts";
import type { Changes } from "../../schema/changes.ts";
import { checkInput } from "../../schema/check-input.ts";
import { fields } from "../../schema/fields.ts";
import { idSchema, type Ref, refSchema } from "../../schema/id.ts";
import { sameOf, textLike } from "../../schema/kind.ts";
import { once } from "../../schema/once.ts";
import { requiredText } from "../../schema/text.ts";
import { type BankAccountData, type CardData, cardEntries } from "./create-payment-method.ts";
import { type PaymentMethod, paymentMethodModel } from "./payment-method.ts";

/** The fields of a card that can change. The number cannot change: store the new card instead. */
export interface CardChanges extends Changes<Omit<CardData, "accountNumber" | "cvv">> {
  /** The security code, 3 or 4 digits. The vendor requires it for every change. */
  readonly cvv: string;
}

type Target = {
  /** The id (UUID) of the payment method. */
  readonly id: string;
  /** The payer that the payment method belongs to. */
  readonly payer: Ref;
};

/** The changes to a stored card or bank account. */
export type UpdatePaymentMethodRequest =
  | (Target & { readonly type: "CARD"; readonly data: CardChanges })
  | (Target & {
      readonly type: "BANK_ACCOUNT";
      readonly data: Changes<Pick<BankAccountData, "accountHolderName" | "routingNumber">>;
    });

const cardSchema = /* @__PURE__ */ once(() => {
  const { cvv, expirationMonth, expirationYear, billingAddress } = cardEntries();
  return fields({
    cvv,
    cardHolderName: v.optional(requiredText()),
    expirationMonth: v.optional(expirationMonth),
    expirationYear: v.optional(expirationYear),
    billingAddress: v.optional(billingAddress),
  });
});

const bankAccountSchema = /* @__PURE__ */ once(() =>
  fields({
    accountHolderName: v.optional(requiredText()),
    routingNumber: v.optional(textLike(/^\d{8,9}$/, "must be 8 or 9 digits")),
  }),
);

function requestSchema(type: unknown): v.GenericSchema<UpdatePaymentMethodRequest> {
  return fields({
    id: idSchema(),
    type: sameOf(type, "CARD", "BANK_ACCOUNT"),
    payer: refSchema(),
    data: type === "BANK_ACCOUNT" ? bankAccountSchema() : cardSchema(),
  }) as v.GenericSchema<unknown> as v.GenericSchema<UpdatePaymentMethodRequest>;
}

/** `PATCH /payment-methods/{id}` as data. Never retried, because each time the CVV may reach the card network. */
export const updatePaymentMethodOperation: Operation<UpdatePaymentMethodRequest, PaymentMethod> = {
  name: "updatePaymentMethod",
  replay: "never",
  encode(input, context) {
    const { id, ...body } = checkInput(requestSchema(input?.type), input);
    return jsonRequest("PATCH", `/payment-methods/${id}`, context, body);
  },
  decode: readResource,
  model: () => paymentMethodModel,
};

/**
 * Updates a stored card or bank account.
 *
 * @throws ConnectError (the call rejects). After `outcome: "unknown"` retrieve the payment method to see its state.
 * @see https://docs.developer.plastiq.com/docs/payment-methods-overview
 * @example
 * ```ts
 * import { type Caller, type EndUser, type PaymentMethod, updatePaymentMethod } from "@plastiq-connect/core";
 *
 * export function extend(
 *   caller: Caller,
 *   card: { id: string; payerId: string; cvv: string; expirationYear: string },
 *   endUser: EndUser,
 * ): Promise<PaymentMethod> {
 *   const { id, payerId, ...data } = card;
 *   return updatePaymentMethod(caller, { id, payer: { id: payerId }, type: "CARD", data }, { endUser });
 * }
 * ```
 */
export function updatePaymentMethod(
  caller: Caller,
  input: UpdatePaymentMethodRequest,
  options: CallOptions,
): Call<PaymentMethod> {
  return invoke(caller, updatePaymentMethodOperation, input, options);
}

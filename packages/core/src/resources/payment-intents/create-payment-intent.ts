import * as v from "valibot";
import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { invoke } from "../../http/caller/invoke.ts";
import { jsonRequest } from "../../http/operation/api-request.ts";
import type { Call } from "../../http/operation/call.ts";
import { readResource } from "../../http/operation/decode.ts";
import { freeJson } from "../../http/operation/free-json.ts";
import type { Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { fields } from "../../schema/fields.ts";
import { type Ref, refSchema } from "../../schema/id.ts";
import { boolean, isObject, kind, text } from "../../schema/kind.ts";
import { type AmountInput, amountSchema } from "../../schema/money.ts";
import { once } from "../../schema/once.ts";
import { type CreateRecipientRequest, createRecipientSchema } from "../recipients/create-recipient.ts";
import { type PaymentDetails, type PaymentIntent, paymentIntentModel } from "./payment-intent.ts";

/** The payment to quote. */
export interface CreatePaymentIntentRequest {
  /** The payer. */
  readonly payer: Ref;
  /** A recipient by its id, or a new recipient. Prefer the id: with a new recipient, the call is not retried. */
  readonly recipient: (Ref & { readonly [Field in keyof CreateRecipientRequest]?: never }) | CreateRecipientRequest;
  /** The payment method. Without one, the vendor still quotes fees and delivery, and an update can add it. */
  readonly paymentMethod?: Ref | undefined;
  /** The amount that the recipient gets. */
  readonly targetAmount?: AmountInput | undefined;
  /** Information that the recipient needs to credit the payment. */
  readonly details?: PaymentDetails | undefined;
  /** Your own data, as a plain object. No documented response contains it. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** Sends a check in the US faster. The position of this field in the body is inferred. */
  readonly isExpedited?: boolean | undefined;
}

/** The entries of an intent that can change later. */
export const intentEntries: () => {
  readonly paymentMethod: v.OptionalSchema<v.GenericSchema<Ref>, undefined>;
  readonly targetAmount: v.OptionalSchema<v.GenericSchema<AmountInput>, undefined>;
  readonly details: v.OptionalSchema<v.GenericSchema<PaymentDetails>, undefined>;
  readonly metadata: v.OptionalSchema<v.GenericSchema<Record<string, unknown>>, undefined>;
} = /* @__PURE__ */ once(() => ({
  paymentMethod: v.optional(refSchema()),
  targetAmount: v.optional(amountSchema()),
  details: v.optional(
    fields({
      accountName: v.optional(text()),
      accountNumber: v.optional(text()),
      memo: v.optional(text()),
    }),
  ),
  metadata: v.optional(
    v.pipe(
      kind<Record<string, unknown>>("an object", isObject),
      // Read once, and the same in every runtime.
      v.transform((metadata) => JSON.parse(freeJson(metadata, "metadata").body)),
    ),
  ),
}));

/** Returns the schema of an intent with a recipient's id or a new recipient. */
export function createIntentSchema(input: unknown): v.GenericSchema<CreatePaymentIntentRequest> {
  const { recipient } = Object(input);
  const { id, ...others } = typeof recipient === "object" ? Object(recipient) : {};
  return fields({
    ...intentEntries(),
    payer: refSchema(),
    recipient: id === undefined && Object.keys(others)[0] ? createRecipientSchema(recipient) : refSchema(),
    isExpedited: v.optional(boolean()),
  }) as v.GenericSchema<unknown> as v.GenericSchema<CreatePaymentIntentRequest>;
}

/**
 * `POST /payment-intents` as data. An intent moves no money and expires, so it can be retried. But a new recipient
 * inside it must not be created twice.
 */
export const createPaymentIntentOperation: Operation<CreatePaymentIntentRequest, PaymentIntent> = {
  name: "createPaymentIntent",
  replay: "safe",
  encode(input, context) {
    const body = checkInput(createIntentSchema(input), input);
    const request = jsonRequest("POST", "/payment-intents", context, body);
    return "id" in body.recipient ? request : { ...request, replay: "never" };
  },
  decode: readResource,
  model: paymentIntentModel,
};

/**
 * Creates a payment intent: a quote with fees and a delivery date. Show the amounts, then pay by its id.
 *
 * @throws ConnectError (the call rejects).
 * @see https://docs.developer.plastiq.com/docs/creating-payment-intents
 * @example
 * ```ts
 * import { type Caller, createPaymentIntent, type EndUser, type PaymentIntent } from "@plastiq-connect/core";
 *
 * export function quote(
 *   caller: Caller,
 *   order: { payerId: string; recipientId: string; paymentMethodId: string; amount: string },
 *   endUser: EndUser,
 * ): Promise<PaymentIntent> {
 *   return createPaymentIntent(
 *     caller,
 *     {
 *       payer: { id: order.payerId },
 *       recipient: { id: order.recipientId },
 *       paymentMethod: { id: order.paymentMethodId },
 *       targetAmount: { value: order.amount, currency: "USD" },
 *     },
 *     { endUser },
 *   );
 * }
 * ```
 */
export function createPaymentIntent(
  caller: Caller,
  input: CreatePaymentIntentRequest,
  options: CallOptions,
): Call<PaymentIntent> {
  return invoke(caller, createPaymentIntentOperation, input, options);
}

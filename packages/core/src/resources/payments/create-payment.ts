import type * as v from "valibot";
import { ConnectError, inputInvalid, isConnectError, withFacts } from "../../error.ts";
import { operationFailure } from "../../http/attempts/call-failure.ts";
import type { Caller, CallOptions } from "../../http/caller/caller.ts";
import { copyOptions } from "../../http/caller/copy-options.ts";
import { invoke, isCaller } from "../../http/caller/invoke.ts";
import { jsonRequest } from "../../http/operation/api-request.ts";
import { type Call, presentCall, type WithResponse } from "../../http/operation/call.ts";
import { readResource, unreadable } from "../../http/operation/decode.ts";
import type { ApiRequest, Operation } from "../../http/operation/operation.ts";
import { checkInput } from "../../schema/check-input.ts";
import { fields } from "../../schema/fields.ts";
import { isSameId, type Ref, refSchema } from "../../schema/id.ts";
import { type Amount, agreedAmount, isSameAmount } from "../../schema/money.ts";
import { type CreatePaymentIntentRequest, createIntentSchema } from "../payment-intents/create-payment-intent.ts";
import { retrievePaymentIntent } from "../payment-intents/retrieve-payment-intent.ts";
import { checkedKey } from "./idempotency-key.ts";
import { type Payment, paymentModel } from "./payment.ts";

/**
 * The payment to make. Prefer an intent by its id: the vendor refuses to pay it twice, which protects the payer even
 * when the idempotency key does not.
 */
export type CreatePaymentRequest =
  | ({
      /** An intent by its id, or a new one. */
      readonly paymentIntent: Ref | CreatePaymentIntentRequest;
      /** The payer. */
      readonly payer: Ref;
    } & { readonly [Field in Exclude<keyof CreatePaymentIntentRequest, "payer">]?: never })
  | (CreatePaymentIntentRequest & { readonly paymentIntent?: never });

/** Options for {@link createPayment}. */
export interface CreatePaymentOptions extends CallOptions {
  /**
   * A UUID v4, or `"generate"`. Store the key before the call: only the same key makes it safe to call again after a
   * crash. `idempotencyKeyFor` derives one.
   */
  readonly idempotencyKey: string;
  /**
   * The amount that the payer agreed to. The intent is retrieved first, and nothing is paid when its `sourceAmount`
   * differs. When it cannot be retrieved, the error is that of the read, with the outcome `not-sent`. The read has
   * a deadline of its own. When the response has a payment of another amount, two payments share a key, and the call
   * fails with the outcome `unknown`. Requires an intent by its id.
   */
  readonly expect?: { readonly sourceAmount: Amount } | undefined;
}

type KeyedPayment = {
  readonly input: CreatePaymentRequest;
  readonly key: string;
  readonly expected?: Amount;
};

/** A request that keeps what the payer agreed to, for the comparison with the response. */
interface KeyedRequest extends ApiRequest {
  readonly expected?: Amount | undefined;
}

function requestSchema(input: unknown): v.GenericSchema<CreatePaymentRequest> {
  if (!("paymentIntent" in Object(input))) return createIntentSchema(input);
  const { paymentIntent } = input as { readonly paymentIntent: unknown };
  const inline = "recipient" in Object(paymentIntent);
  return fields({
    paymentIntent: inline ? createIntentSchema(paymentIntent) : refSchema(),
    payer: refSchema(),
  }) as v.GenericSchema<unknown> as v.GenericSchema<CreatePaymentRequest>;
}

/** `POST /payments` as data. Retried with one idempotency key and the same bytes. */
export const createPaymentOperation: Operation<KeyedPayment, Payment> = {
  name: "createPayment",
  replay: "idempotency-key",
  encode({ input, key, expected }, context): KeyedRequest {
    const request = jsonRequest("POST", "/payments", context, checkInput(requestSchema(input), input));
    return { ...request, headers: { ...request.headers, "idempotency-key": key }, expected };
  },
  decode(response, { body = "", expected }: KeyedRequest) {
    const payment: Payment = readResource(response);
    const { sourceAmount, payer, paymentIntent } = payment;
    const sent = JSON.parse(body);
    // When two payers or two intents share a key, both get the payment of the first. Without the id of its intent, only
    // the amount shows that.
    const isSame =
      isSameId(payer?.id, sent.payer?.id) !== false &&
      isSameId(paymentIntent?.id, sent.paymentIntent?.id) !== false &&
      (!sourceAmount?.value || sourceAmount.currency !== expected?.currency || isSameAmount(sourceAmount, expected));
    if (isSame) return payment;
    const message = "The response has another payment. Use an idempotencyKey for one payment only.";
    // Repeating it would get the same response.
    throw Object.assign(unreadable(response, message), { fields: ["idempotencyKey"] });
  },
  model: paymentModel,
};

/**
 * Makes a payment.
 *
 * All attempts of the call share its key and its bytes. While the vendor is still processing the first one, it responds
 * with 409, and the call retries until the deadline. A response that the vendor marks as a replay is final;
 * `.withResponse()` returns it as `replayed`.
 *
 * @throws ConnectError (the call rejects), with `idempotencyKey`. After `outcome: "unknown"` call again with the same key
 * and the same input, or use `resolvePayment`. After a decline (`next: "new-attempt"`) use a new key.
 * @see https://docs.developer.plastiq.com/reference/post_payments-1
 * @example
 * ```ts
 * import { type Caller, createPayment, type EndUser, type Payment } from "@plastiq-connect/core";
 *
 * export function pay(
 *   caller: Caller,
 *   order: { intentId: string; payerId: string; idempotencyKey: string },
 *   endUser: EndUser,
 * ): Promise<Payment> {
 *   const { intentId, payerId, idempotencyKey } = order;
 *   return createPayment(
 *     caller,
 *     { paymentIntent: { id: intentId }, payer: { id: payerId } },
 *     { endUser, idempotencyKey },
 *   );
 * }
 * ```
 */
export function createPayment(
  caller: Caller,
  input: CreatePaymentRequest,
  options: CreatePaymentOptions,
): Call<Payment> {
  try {
    const { idempotencyKey, expect, ...call } = options ?? ({} as CreatePaymentOptions);
    const key = checkedKey(idempotencyKey);
    if (expect === undefined || !isCaller(caller)) return invoke(caller, createPaymentOperation, { input, key }, call);
    return presentCall(payExpected(caller, { input, key }, expect, call));
  } catch (error) {
    return presentCall(Promise.reject(error));
  }
}

async function payExpected(
  caller: Caller,
  { input: given, key }: KeyedPayment,
  expect: { readonly sourceAmount: Amount },
  options: CallOptions,
): Promise<WithResponse<Payment>> {
  // Copies of the options and the amount, because the caller may change them while the intent is retrieved.
  const call = copyOptions(options);
  let expected: Amount;
  let input: CreatePaymentRequest;
  try {
    expected = agreedAmount(expect);
    input = checkInput(requestSchema(given), given);
    // The extra fields are those of the payment.
    await checkAmount(caller, input, expected, { ...call, extra: undefined });
  } catch (error) {
    if (!isConnectError(error)) throw error;
    if (!error.operation) throw operationFailure(error, createPaymentOperation.name, caller);
    // Whatever happened to the read of the intent, no payment was sent.
    throw withFacts(error, { outcome: "not-sent" });
  }
  return invoke(caller, createPaymentOperation, { input, key, expected }, call).withResponse();
}

async function checkAmount(
  caller: Caller,
  input: CreatePaymentRequest,
  expected: Amount,
  options: CallOptions,
): Promise<void> {
  const { paymentIntent, payer } = input as { readonly paymentIntent?: Ref; readonly payer: Ref };
  if (!paymentIntent?.id) throw inputInvalid("expect needs a payment intent by its id.", "expect");
  const { sourceAmount } = await retrievePaymentIntent(caller, { id: paymentIntent.id, payerId: payer.id }, options);
  if (isSameAmount(sourceAmount, expected)) return;
  throw new ConnectError({
    code: "input_invalid",
    outcome: "not-sent",
    next: "look-up",
    fields: ["expect.sourceAmount"],
    message: "The payment intent's sourceAmount differs from expect. Show its amounts to the payer again.",
  });
}

import * as v from "valibot";
import { type CreatePaymentIntentRequest, intentEntries } from "../resources/payment-intents/create-payment-intent.ts";
import { checkInput } from "../schema/check-input.ts";
import { fields } from "../schema/fields.ts";
import { type Ref, refSchema } from "../schema/id.ts";
import { boolean, isRecord, kind, text } from "../schema/kind.ts";
import { type AmountInput, amountSchema, cents } from "../schema/money.ts";
import { once } from "../schema/once.ts";
import { hexOf, sha256 } from "../schema/sha256.ts";

/** An order to pay once. It comes from your own data: never take an amount from a browser. */
export interface Order extends CreatePaymentIntentRequest {
  /**
   * Identifies the order among all orders that share the journal. Build it from the environment, the payer and your own
   * order number, such as `production/acme/1042`, because two merchants may both have an order 1042. At most 500
   * characters. The composed and the decomposed Unicode form of a text identify the same order; letter case and spaces
   * count.
   */
  readonly id: string;
  /**
   * The number of the attempt. Default 1. Increase it after a decline, when the payer asks for another attempt, which
   * can have another payment method. Two calls with the same number are one attempt.
   */
  readonly attempt?: number | undefined;
  /** The recipient, by its id. */
  readonly recipient: Ref;
  /** The payment method to pay with. */
  readonly paymentMethod: Ref;
  /** The amount that the recipient gets. */
  readonly targetAmount: AmountInput;
}

/** A validated order. */
export interface CheckedOrder {
  readonly id: string;
  readonly attempt: number;
  readonly request: CreatePaymentIntentRequest;
  readonly payerId: string;
  readonly paymentMethodId: string;
  readonly hash: string;
}

const orderSchema = /* @__PURE__ */ once(() =>
  fields({
    ...intentEntries(),
    // Two machines may write the same text in two Unicode forms.
    id: v.pipe(
      text(),
      v.transform((id) => id.normalize()),
      v.check(
        (id) => id !== "" && id.length <= 500 && !/[\p{Surrogate}\0]/u.test(id),
        "must be well-formed text of 1 to 500 characters",
      ),
    ),
    attempt: v.optional(kind<number>("a positive integer", isAttempt), 1),
    payer: refSchema(),
    recipient: refSchema(),
    paymentMethod: refSchema(),
    targetAmount: amountSchema(),
    isExpedited: v.optional(boolean()),
  }),
);

const isAttempt = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;

/**
 * Checks an order, and copies it, because the caller may change the objects in it.
 *
 * @throws ConnectError `input_invalid` (it rejects). Rejects with the error of a getter of the order, if that throws.
 */
export async function checkOrder(order: Order): Promise<CheckedOrder> {
  const { id, attempt, ...request } = checkInput(orderSchema(), order);
  const { payer, recipient, paymentMethod, targetAmount, ...rest } = request;
  const amount = [cents(targetAmount), targetAmount.currency];
  // With the order's own id: a store that confuses two ids, such as by ignoring case, must not confuse two orders.
  const facts = [id, payer.id.toLowerCase(), recipient.id.toLowerCase(), amount, rest];
  const hash = hexOf(await sha256(JSON.stringify(facts, sorted).normalize()));
  return { id, attempt, request, payerId: payer.id, paymentMethodId: paymentMethod.id.toLowerCase(), hash };
}

/** Sorts the fields, so that their order does not matter. */
function sorted(_: string, value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

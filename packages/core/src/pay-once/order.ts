import { inputInvalid } from "../error.ts";
import type { CreatePaymentIntentRequest } from "../resources/payment-intents/create-payment-intent.ts";
import type { Ref } from "../schema/id.ts";
import { type AmountInput, cents } from "../schema/money.ts";

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

/** Checks the fields that the model of the intent does not check. @throws ConnectError `input_invalid` (it rejects). */
export async function checkOrder(order: Order): Promise<CheckedOrder> {
  // A copy, because the caller may change the object.
  const { id: text, attempt = 1, ...request } = plain(() => structuredClone(Object(order)) as Order);
  // Two machines may write the same text in two Unicode forms.
  const id = typeof text === "string" ? text.normalize() : "";
  if (!id || id.length > 500 || /[\p{Surrogate}\0]/u.test(id)) {
    throw inputInvalid("id must be well-formed text of 1 to 500 characters.", "id");
  }
  if (!Number.isInteger(attempt) || attempt < 1) throw inputInvalid("attempt must be a positive integer.", "attempt");
  const { payer, recipient, paymentMethod, targetAmount, ...rest } = request;
  for (const [name, reference] of Object.entries({ payer, recipient, paymentMethod })) {
    if (typeof reference?.id !== "string") throw inputInvalid(`${name} must have an id.`, `${name}.id`);
  }
  const amount = [cents(targetAmount), targetAmount.currency];
  // With the order's own id: a store that confuses two ids, such as by ignoring case, must not confuse two orders.
  const facts = [id, payer.id.toLowerCase(), recipient.id.toLowerCase(), amount, rest];
  const hash = await sha256(plain(() => JSON.stringify(facts, sorted)).normalize());
  return { id, attempt, request, payerId: payer.id, paymentMethodId: paymentMethod.id.toLowerCase(), hash };
}

function plain<Value>(read: () => Value): Value {
  try {
    return read();
  } catch {
    throw inputInvalid("The order must be plain data that JSON can hold: without functions, and not a proxy.");
  }
}

/** Sorts the fields, so that their order does not matter. */
function sorted(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

import { defineOperation, END_USER_HEADERS, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { addIntent } from "./evaluate.ts";
import { newIntent } from "./intent-schemas.ts";
import { paymentIntentBody, paymentIntentResponse } from "./payment-intent-response.ts";

/**
 * Creates a payment intent: a quote of fees and delivery that a payment can take up.
 * @see https://docs.developer.plastiq.com/docs/creating-payment-intents
 */
export const createPaymentIntent: SandboxOperation = defineOperation({
  method: "POST",
  path: "/payment-intents",
  headers: END_USER_HEADERS,
  source: "documented",
  body: newIntent,
  response: paymentIntentResponse,
  carryOut: (call) => ok(paymentIntentBody(addIntent(call, call.body), call)),
});

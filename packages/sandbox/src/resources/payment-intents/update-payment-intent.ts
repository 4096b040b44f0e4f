import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { refuse } from "../../operation/refusal.ts";
import { ok } from "../../operation/reply.ts";
import { evaluate } from "./evaluate.ts";
import { intentChanges } from "./intent-schemas.ts";
import { knownIntent, statusOf } from "./payment-intent.ts";
import { paymentIntentBody, paymentIntentResponse } from "./payment-intent-response.ts";

/**
 * Updates a payment intent: it gets a new quote and a new expiry. The vendor's request has no payer.
 * @see https://docs.developer.plastiq.com/docs/creating-payment-intents
 */
export const updatePaymentIntent: SandboxOperation = defineOperation({
  method: "PATCH",
  path: "/payment-intents/{id}",
  headers: [],
  source: "documented",
  body: intentChanges,
  response: paymentIntentResponse,
  carryOut(call) {
    const intent = knownIntent(call.account, call.params.id ?? "");
    const { status } = statusOf(intent, call.account, call.now);
    if (status === "CAPTURED" || status === "EXPIRED") {
      throw refuse("state_wrong", `The payment intent is ${status} and cannot change. Create a new one.`);
    }
    if (intent.isBeingPaid) throw refuse("state_wrong", "The payment intent is being paid and cannot change.");
    return ok(paymentIntentBody(evaluate(call, intent, call.body), call));
  },
});

import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { uuid } from "../../schema/fields.ts";
import { object } from "../../schema/object.ts";
import { knownPayer } from "../payers/payer.ts";
import { knownIntent } from "./payment-intent.ts";
import { paymentIntentBody, paymentIntentResponse } from "./payment-intent-response.ts";

/**
 * Retrieves a payment intent of a payer.
 * @see https://docs.developer.plastiq.com/docs/payment-intent-statuses
 */
export const retrievePaymentIntent: SandboxOperation = defineOperation({
  method: "GET",
  path: "/payment-intents/{id}",
  headers: [],
  source: "documented",
  query: object({ payerId: uuid }),
  response: paymentIntentResponse,
  carryOut(call) {
    const payer = knownPayer(call.account, call.query.payerId);
    return ok(paymentIntentBody(knownIntent(call.account, call.params.id ?? "", payer.id), call));
  },
});

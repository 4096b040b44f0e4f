import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { uuid } from "../../schema/fields.ts";
import { object } from "../../schema/object.ts";
import { knownPayer } from "../payers/payer.ts";
import { knownPaymentMethod } from "./payment-method.ts";
import { paymentMethodResponse } from "./payment-method-response.ts";

/**
 * Retrieves a payment method of a payer.
 * @see https://docs.developer.plastiq.com/docs/payment-methods-overview
 */
export const retrievePaymentMethod: SandboxOperation = defineOperation({
  method: "GET",
  path: "/payment-methods/{id}",
  headers: [],
  source: "documented",
  query: object({ payerId: uuid }),
  response: paymentMethodResponse,
  carryOut({ account, params, query }) {
    const payer = knownPayer(account, query.payerId);
    return ok(knownPaymentMethod(account, params.id ?? "", payer.id).record);
  },
});

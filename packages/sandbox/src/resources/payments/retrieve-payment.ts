import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { uuid } from "../../schema/fields.ts";
import { object } from "../../schema/object.ts";
import { knownPayer } from "../payers/payer.ts";
import { knownPayment } from "./payment.ts";
import { paymentBody, paymentResponse } from "./payment-response.ts";

/**
 * Retrieves a payment of a payer.
 * @see https://docs.developer.plastiq.com/docs/payment-statuses
 */
export const retrievePayment: SandboxOperation = defineOperation({
  method: "GET",
  path: "/payments/{id}",
  headers: [],
  source: "documented",
  query: object({ payerId: uuid }),
  response: paymentResponse,
  carryOut({ account, params, query, settings }) {
    const payer = knownPayer(account, query.payerId);
    return ok(paymentBody(knownPayment(account, params.id ?? "", payer.id), settings));
  },
});

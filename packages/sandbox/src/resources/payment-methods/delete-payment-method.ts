import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { noContent } from "../../operation/reply.ts";
import { knownPaymentMethod, paymentMethods } from "./payment-method.ts";

/**
 * Deletes a payment method. The vendor does not ask for its payer here. Payments that were made with it stay.
 * @see https://docs.developer.plastiq.com/docs/payment-methods-overview
 */
export const deletePaymentMethod: SandboxOperation = defineOperation({
  method: "DELETE",
  path: "/payment-methods/{id}",
  headers: [],
  source: "documented",
  carryOut({ account, params }) {
    account.records(paymentMethods).remove(knownPaymentMethod(account, params.id ?? "").record.id);
    return noContent();
  },
});

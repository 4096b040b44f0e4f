import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { uuid } from "../../schema/fields.ts";
import { object } from "../../schema/object.ts";
import { pageOf, pageQuery, pageResponse } from "../../schema/page.ts";
import { knownPayer } from "../payers/payer.ts";
import { paymentMethods } from "./payment-method.ts";
import { paymentMethodResponse } from "./payment-method-response.ts";

/**
 * Lists the payment methods of a payer.
 * @see https://docs.developer.plastiq.com/docs/payment-methods-overview
 */
export const listPaymentMethods: SandboxOperation = defineOperation({
  method: "GET",
  path: "/payment-methods",
  headers: [],
  source: "documented",
  query: object({ payerId: uuid, ...pageQuery }),
  response: pageResponse("PaymentMethodList", paymentMethodResponse),
  carryOut({ account, query, settings }) {
    const payer = knownPayer(account, query.payerId);
    const own = account
      .records(paymentMethods)
      .all()
      .filter(({ payerId }) => payerId === payer.id);
    return pageOf(own, query, settings, ({ record }) => record);
  },
});

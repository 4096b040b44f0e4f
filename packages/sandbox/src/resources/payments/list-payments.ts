import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { uuid } from "../../schema/fields.ts";
import { object } from "../../schema/object.ts";
import { pageOf, pageQuery, pageResponse } from "../../schema/page.ts";
import { knownPayer } from "../payers/payer.ts";
import { payments } from "./payment.ts";
import { paymentBody, paymentResponse } from "./payment-response.ts";

/**
 * Lists the payments of a payer.
 * @see https://docs.developer.plastiq.com/docs/payments-overview
 */
export const listPayments: SandboxOperation = defineOperation({
  method: "GET",
  path: "/payments",
  headers: [],
  source: "documented",
  query: object({ payerId: uuid, ...pageQuery }),
  response: pageResponse("PaymentList", paymentResponse),
  carryOut({ account, query, settings }) {
    const payer = knownPayer(account, query.payerId);
    const own = account
      .records(payments)
      .all()
      .filter(({ payerId }) => payerId === payer.id);
    return pageOf(own, query, settings, (payment) => paymentBody(payment, settings));
  },
});

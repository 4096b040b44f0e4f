import * as v from "valibot";
import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { uuid } from "../../schema/fields.ts";
import { documented, named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";
import { knownPayment } from "./payment.ts";
import { isRefundable, move } from "./payment-lifecycle.ts";

/**
 * Refunds or cancels a payment, whole. A refund that cannot succeed any more is a 200 with `REFUND_FAILED`.
 * @see https://docs.developer.plastiq.com/docs/payment-statuses
 */
export const refundPayment: SandboxOperation = defineOperation({
  method: "POST",
  path: "/payments/{id}/refunds",
  headers: ["Trace-Id"],
  source: "documented",
  body: named("NewRefund", object({ payerId: v.exactOptional(uuid) })),
  response: named("Refund", object({ status: documented(v.picklist(["REFUNDED", "REFUND_FAILED"])) })),
  carryOut({ account, params, body, now }) {
    const payment = knownPayment(account, params.id ?? "", body.payerId);
    if (!isRefundable(payment)) return ok({ status: "REFUND_FAILED" });
    move(account, payment, "REFUNDED", now);
    return ok({ status: "REFUNDED" });
  },
});

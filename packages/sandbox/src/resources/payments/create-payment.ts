import * as v from "valibot";
import { defineOperation, END_USER_HEADERS, type SandboxOperation } from "../../operation/operation.ts";
import { ok } from "../../operation/reply.ts";
import { either } from "../../schema/either.ts";
import { reference } from "../../schema/fields.ts";
import { named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";
import { newIntent } from "../payment-intents/intent-schemas.ts";
import { takeKey } from "./idempotency.ts";
import { accept, charge, type NewPayment } from "./pay.ts";
import { paymentBody, paymentResponse } from "./payment-response.ts";

const fromIntent = named(
  "NewPaymentOfIntent",
  object({
    paymentIntent: either(newIntent, "id", reference),
    payer: v.exactOptional(reference),
  }),
);

const body: v.GenericSchema<NewPayment> = named("NewPayment", either(fromIntent, "recipient", newIntent));

/**
 * Creates a payment: captures an intent. A card is charged at once; a bank account only later.
 * @see https://docs.developer.plastiq.com/docs/payments-overview
 */
export const createPayment: SandboxOperation = defineOperation({
  method: "POST",
  path: "/payments",
  headers: [...END_USER_HEADERS, "Idempotency-Key"],
  source: "documented",
  body,
  response: paymentResponse,
  carryOut(call) {
    const taken = takeKey(call);
    if ("replay" in taken) return taken.replay;
    const { ticket } = taken;
    const accepted = ticket.attempt(() => accept(call, call.body));
    const finish = (now: number) => ticket.finish(() => ok(paymentBody(charge(call, accepted, now), call.settings)));
    const { processingMs } = call.settings;
    return processingMs === 0 ? finish(call.now) : call.wait(processingMs).then(finish);
  },
});

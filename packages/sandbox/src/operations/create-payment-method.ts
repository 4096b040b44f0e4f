import * as v from "valibot";
import { ApiRefusal } from "../api-refusal.ts";
import { bankAccountAnswer, bankAccountData } from "../bank-account.ts";
import { cardAnswer, cardData } from "../card.ts";
import { type Caller, knownPayer, type SandboxOperation, type World } from "../operation.ts";
import type { PaymentMethodRecord } from "../payment-methods.ts";
import { payerReference } from "../schemas/fields.ts";
import { parseBody } from "../schemas/parse-body.ts";

const payer = v.exactOptional(payerReference);
const requestBody = v.variant("type", [
  v.strictObject({ type: v.literal("CARD"), data: cardData, payer }),
  v.strictObject({ type: v.literal("BANK_ACCOUNT"), data: bankAccountData, payer }),
]);

/**
 * Creates a payment method, for a server with an API key or for a browser with a client secret.
 * @see https://docs.developer.plastiq.com/docs/creating-payment-methods
 */
export const createPaymentMethod: SandboxOperation = {
  name: "createPaymentMethod",
  method: "POST",
  path: "/api/payment-methods",
  browser: true,
  carryOut({ caller, body }, world) {
    const request = parseBody(requestBody, body);
    const payerId = payerOf(caller, request.payer?.id, world);
    if (caller.kind === "client-secret" && caller.secret.type !== request.type) {
      throw new ApiRefusal(403, "FORBIDDEN_ERROR", [`The client secret is for ${caller.secret.type} only.`]);
    }
    const now = world.clock.now();
    const record: PaymentMethodRecord = {
      id: crypto.randomUUID(),
      type: request.type,
      data: request.type === "CARD" ? cardAnswer(request.data, now) : bankAccountAnswer(request.data, now),
      status: "ACTIVE",
      statusReasons: [],
    };
    // Nothing above awaits, so of two parallel calls only one comes here with a live secret.
    if (caller.kind === "client-secret") caller.secret.spent = true;
    world.paymentMethods.add(payerId, record);
    return record;
  },
};

function payerOf(caller: Caller, given: string | undefined, world: World): string {
  if (caller.kind === "api-key") {
    if (given === undefined) throw new ApiRefusal(400, "VALIDATION_ERROR", ["payer is required with an API key."]);
    return knownPayer(world, given).id;
  }
  if (given !== undefined && given.toLowerCase() !== caller.secret.payerId.toLowerCase()) {
    throw new ApiRefusal(403, "FORBIDDEN_ERROR", ["The client secret belongs to another payer."]);
  }
  return caller.secret.payerId;
}

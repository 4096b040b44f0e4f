import * as v from "valibot";
import type { Account } from "../../account/account.ts";
import { type Caller, defineOperation, END_USER_HEADERS, type SandboxOperation } from "../../operation/operation.ts";
import { refuse } from "../../operation/refusal.ts";
import { ok } from "../../operation/reply.ts";
import { reference } from "../../schema/fields.ts";
import { named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";
import { knownPayer } from "../payers/payer.ts";
import { bankAccountData, bankAccountResponse } from "./bank-account.ts";
import { cardData, cardResponse } from "./card.ts";
import { newStatus, type PaymentMethodRecord, paymentMethods } from "./payment-method.ts";
import { paymentMethodResponse } from "./payment-method-response.ts";
import { behaviorOf } from "./test-numbers.ts";

const payer = v.exactOptional(reference);

/**
 * Creates a payment method, for a server with an API key or for a browser with a client secret.
 * @see https://docs.developer.plastiq.com/docs/creating-payment-methods
 */
export const createPaymentMethod: SandboxOperation = defineOperation({
  method: "POST",
  path: "/payment-methods",
  headers: END_USER_HEADERS,
  browser: true,
  source: "documented",
  response: paymentMethodResponse,
  body: named(
    "NewPaymentMethod",
    v.variant("type", [
      named("NewCardMethod", object({ type: v.literal("CARD"), data: cardData, payer })),
      named("NewBankAccountMethod", object({ type: v.literal("BANK_ACCOUNT"), data: bankAccountData, payer })),
    ]),
  ),
  carryOut({ account, caller, body, now, random }) {
    const payerId = payerOf(account, caller, body.payer?.id);
    if (caller.kind === "client-secret" && caller.secret.type === "CARD" && body.type !== "CARD") {
      throw refuse("client_secret_other_type", "The client secret is for CARD only.");
    }
    const behavior = behaviorOf(body.data.accountNumber);
    const record: PaymentMethodRecord = {
      id: random.uuid(),
      type: body.type,
      data: body.type === "CARD" ? cardResponse(body.data, now) : bankAccountResponse(body.data, now),
      ...newStatus(behavior, knownPayer(account, payerId).identityDocuments.length > 0),
    };
    // Nothing above awaits, so of two parallel calls only one comes here with a live secret.
    if (caller.kind === "client-secret" && caller.secret.type === "CARD") caller.secret.spent = true;
    account.records(paymentMethods).put({ payerId, behavior, record });
    return ok(record);
  },
});

function payerOf(account: Account, caller: Caller, given: string | undefined): string {
  const scope = caller.kind === "client-secret" ? caller.secret.payerId : null;
  if (scope === null) {
    const token = caller.kind === "api-key" ? "an API key" : "a client secret without a payer";
    if (given === undefined) throw refuse("field_invalid", `payer is required with ${token}.`);
    return knownPayer(account, given).id;
  }
  if (given !== undefined && given.toLowerCase() !== scope.toLowerCase()) {
    throw refuse("client_secret_other_payer", "The client secret belongs to another payer.");
  }
  return knownPayer(account, scope).id;
}

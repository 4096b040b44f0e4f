import cardValidator from "card-validator";
import * as v from "valibot";
import isAbaRouting from "validator/lib/isAbaRouting.js";
import { defineOperation, END_USER_HEADERS, type SandboxOperation } from "../../operation/operation.ts";
import { refuse } from "../../operation/refusal.ts";
import { ok } from "../../operation/reply.ts";
import { address, reference, text, textLike } from "../../schema/fields.ts";
import { named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";
import { knownPayer } from "../payers/payer.ts";
import { isPast } from "./card.ts";
import {
  type BankAccountResponse,
  type CardResponse,
  knownPaymentMethod,
  type PaymentMethodRecord,
  paymentMethods,
} from "./payment-method.ts";
import { paymentMethodResponse } from "./payment-method-response.ts";

const cardChanges = named(
  "CardChanges",
  object({
    cvv: textLike(/^\d{3,4}$/, "must be 3 or 4 digits"),
    cardHolderName: v.exactOptional(text()),
    expirationMonth: v.exactOptional(textLike(/^(0[1-9]|1[0-2])$/, 'must be a month from "01" to "12"')),
    expirationYear: v.exactOptional(textLike(/^\d{4}$/, "must be a year of four digits")),
    billingAddress: v.exactOptional(address),
  }),
);

const bankAccountChanges = named(
  "BankAccountChanges",
  object({
    accountHolderName: v.exactOptional(text()),
    routingNumber: v.exactOptional(textLike(/^\d{9}$/, "must be 9 digits")),
  }),
);

/**
 * Updates a payment method. A card needs its CVV again; numbers cannot change.
 * @see https://docs.developer.plastiq.com/docs/payment-methods-overview
 */
export const updatePaymentMethod: SandboxOperation = defineOperation({
  method: "PATCH",
  path: "/payment-methods/{id}",
  headers: END_USER_HEADERS,
  source: "documented",
  body: named(
    "PaymentMethodChanges",
    v.variant("type", [
      named("CardMethodChanges", object({ type: v.literal("CARD"), data: cardChanges, payer: reference })),
      named(
        "BankAccountMethodChanges",
        object({ type: v.literal("BANK_ACCOUNT"), data: bankAccountChanges, payer: reference }),
      ),
    ]),
  ),
  response: paymentMethodResponse,
  carryOut({ account, params, body, now }) {
    const payer = knownPayer(account, body.payer.id);
    const kept = knownPaymentMethod(account, params.id ?? "", payer.id);
    const { record } = kept;
    if (body.type !== record.type) throw refuse("field_conflict", `type must be ${record.type}, as it was created.`);
    const data: PaymentMethodRecord["data"] =
      body.type === "CARD"
        ? changedCard(record.data as CardResponse, body.data, now)
        : changedBankAccount(record.data as BankAccountResponse, body.data);
    return ok(account.records(paymentMethods).put({ ...kept, record: { ...record, data } }).record);
  },
});

function changedCard(card: CardResponse, changes: v.InferOutput<typeof cardChanges>, now: number): CardResponse {
  const { cvv, cardHolderName, ...shown } = changes;
  const changed = { ...card, ...shown };
  const { code } = Object.values(cardValidator.creditCardType.types)
    .map((type) => cardValidator.creditCardType.getTypeInfo(type))
    .find(({ niceType }) => niceType === card.brand) ?? { code: { size: 3 } };
  const problems: string[] = [];
  if (cvv.length !== code.size) problems.push(`data.cvv must be ${code.size} digits for this brand.`);
  if (isPast(changed, now)) problems.push("data.expirationMonth and data.expirationYear are in the past.");
  if (problems.length > 0) throw refuse("payment_method_impossible", ...problems);
  return changed;
}

function changedBankAccount(
  bankAccount: BankAccountResponse,
  changes: v.InferOutput<typeof bankAccountChanges>,
): BankAccountResponse {
  if (changes.routingNumber !== undefined && !isAbaRouting(changes.routingNumber)) {
    throw refuse("payment_method_impossible", "data.routingNumber is not a valid routing number.");
  }
  return { ...bankAccount, ...changes };
}

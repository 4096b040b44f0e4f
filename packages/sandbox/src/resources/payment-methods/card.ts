import cardValidator from "card-validator";
import type * as v from "valibot";
import { refuse } from "../../operation/refusal.ts";
import type { Address } from "../../schema/address.ts";
import { address, text, textLike } from "../../schema/fields.ts";
import { named } from "../../schema/label.ts";
import { object } from "../../schema/object.ts";
import type { CardResponse } from "./payment-method.ts";
import { DECLINED_NUMBER } from "./test-numbers.ts";

interface Card {
  readonly cardHolderName: string;
  readonly accountNumber: string;
  readonly cvv: string;
  readonly expirationMonth: string;
  readonly expirationYear: string;
  readonly billingAddress: Address;
}

/** A card in a request: checked for form only. */
export const cardData: v.GenericSchema<Card> = named(
  "NewCard",
  object({
    cardHolderName: text(),
    accountNumber: textLike(/^\d{12,19}$/, "must be 12 to 19 digits"),
    cvv: textLike(/^\d{3,4}$/, "must be 3 or 4 digits"),
    expirationMonth: textLike(/^(0[1-9]|1[0-2])$/, 'must be a month from "01" to "12"'),
    expirationYear: textLike(/^\d{4}$/, "must be a year of four digits"),
    billingAddress: address,
  }),
);

/** Checks that the card can exist, declines it if it is the number for that, and returns what may be shown of it. */
export function cardResponse(data: Card, now: number): CardResponse {
  // UnionPay has cards without a check digit; here every number must have one.
  const number = cardValidator.number(data.accountNumber, { luhnValidateUnionPay: true });
  const problems: string[] = [];
  if (number.card === null) problems.push("data.accountNumber is not of a known card brand.");
  else if (!number.isValid) problems.push("data.accountNumber is not a valid card number.");
  if (number.card !== null && !cardValidator.cvv(data.cvv, number.card.code.size).isValid) {
    problems.push(`data.cvv must be ${number.card.code.size} digits for this brand.`);
  }
  if (isPast(data, now)) problems.push("data.expirationMonth and data.expirationYear are in the past.");
  if (problems.length > 0 || number.card === null) {
    throw refuse("payment_method_impossible", ...problems);
  }
  if (data.accountNumber === DECLINED_NUMBER) {
    throw refuse("payment_method_declined", "The card was declined.");
  }
  return {
    last4: data.accountNumber.slice(-4),
    brand: number.card.niceType,
    expirationMonth: data.expirationMonth,
    expirationYear: data.expirationYear,
    createdAt: new Date(now).toISOString(),
    billingAddress: data.billingAddress,
    subType: "CREDIT",
  };
}

/** Returns whether a card has expired, in UTC. card-validator would compare with the machine's clock, not the sandbox's. */
export function isPast(card: Pick<Card, "expirationMonth" | "expirationYear">, now: number): boolean {
  const firstMomentAfter = Date.UTC(Number(card.expirationYear), Number(card.expirationMonth));
  return now >= firstMomentAfter;
}

import * as v from "valibot";
import { inputInvalid } from "../error.ts";
import { fields } from "./fields.ts";
import { isNumber, kind, oneOf } from "./kind.ts";
import { ANY, type Model } from "./model.ts";
import { once } from "./once.ts";

/** An amount in a response. */
export interface Amount {
  /** The value in units of the currency, such as `102.85`. {@link cents} converts it exactly. */
  readonly value: number;
  /** ISO 4217 code. An open list: a card can be charged in `CAD`. */
  readonly currency: "USD" | "CAD" | (string & {});
  /** Fields that are unknown to this release. */
  readonly [field: string]: unknown;
}

/** An amount in a request. */
export interface AmountInput {
  /**
   * From 1 to 99999999.99, with at most two decimals: a number, or a decimal string such as `"102.85"`. It is never
   * rounded: `0.1 + 0.2` is not valid.
   */
  readonly value: number | string;
  /** The vendor documents only USD. */
  readonly currency: "USD";
}

// Not everything that prints as a decimal number: a list of one number does, and a bigint.
const isDecimal = (value: unknown): boolean => typeof value === "string" || isNumber(value);

/** {@link AmountInput} in a request; the value that is sent is a number. */
export const amountSchema: () => v.GenericSchema<AmountInput> = /* @__PURE__ */ once(
  () =>
    fields({
      value: v.pipe(
        kind<number | string>("a number or a string", isDecimal),
        v.check(
          (value) => /^[1-9]\d{0,7}(?:\.\d{1,2})?$/.test(String(value)),
          "must be from 1 to 99999999.99 with at most two decimals",
        ),
        v.transform(Number),
      ),
      currency: oneOf("USD"),
    }) as v.GenericSchema<unknown> as v.GenericSchema<AmountInput>,
);

/** The known fields of an {@link Amount}. */
export const amountModel: Model = { value: ANY, currency: ["USD", "CAD"] };

/**
 * Converts an amount to an integer number of cents, exactly. Sums of cents have no rounding errors.
 *
 * @throws ConnectError `input_invalid` when the value has more than two decimals or is not a decimal number.
 * @example
 * ```ts
 * import { type Amount, cents, fromCents } from "@plastiq-connect/core";
 *
 * export function total(first: Amount, second: Amount): Amount {
 *   if (first.currency !== second.currency) throw new Error("The amounts have different currencies.");
 *   return fromCents(cents(first) + cents(second), first.currency);
 * }
 * ```
 */
export function cents(amount: { readonly value: number | string } | number | string): number {
  const [, sign, whole, decimals = ""] = decimal(typeof amount === "object" ? amount?.value : amount, "The amount");
  // Parsed as text, because 1.1 * 100 is 110.00000000000001.
  return Number(`${sign}${whole}${decimals.padEnd(2, "0")}`) || 0;
}

function decimal(value: unknown, name: string, ...fields: readonly string[]): RegExpExecArray {
  const parts = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(isDecimal(value) ? String(value) : "");
  if (!parts) throw inputInvalid(`${name} must be a decimal number with at most two decimals.`, ...fields);
  return parts;
}

/**
 * Returns a copy of the amount that the payer agreed to, because the caller may change it before it is compared. A spread
 * would omit the getters of a class.
 *
 * @throws ConnectError `input_invalid`.
 */
export function agreedAmount(expect: { readonly sourceAmount: Amount }): Amount {
  const { value, currency } = Object(expect?.sourceAmount) as Amount;
  // Not the field of a total that has changed.
  decimal(value, "expect.sourceAmount", "expect");
  return { value, currency };
}

/** Returns whether two amounts are the same. False when one of them is missing, or neither text nor a number. */
export function isSameAmount(one: Amount | undefined, other: Amount | undefined): boolean {
  if (!one || !other || !isDecimal(one.value) || !isDecimal(other.value)) return false;
  // Equal decimals are equal numbers, also those of a vendor's amount with three decimals, which cents refuses.
  return Number(one.value) === Number(other.value) && one.currency === other.currency;
}

/**
 * Converts an integer number of cents to an amount, exactly.
 *
 * @throws ConnectError `input_invalid` when it is not an integer, or too large to be exact.
 * @example
 * ```ts
 * import { fromCents } from "@plastiq-connect/core";
 *
 * export const price = fromCents(10_285); // { value: 102.85, currency: "USD" }
 * ```
 */
export function fromCents<Currency extends string = "USD">(
  count: number,
  currency: Currency = "USD" as Currency,
): { readonly value: number; readonly currency: Currency } {
  if (!Number.isInteger(count) || Math.abs(count) > 999_999_999_999_999) {
    throw inputInvalid("cents must be an integer of at most 15 digits.");
  }
  const digits = String(Math.abs(count)).padStart(3, "0");
  return { value: Number(`${count < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`), currency };
}

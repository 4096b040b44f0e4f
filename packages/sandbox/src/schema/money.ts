import Big from "big.js";
import * as v from "valibot";
import { inDocument, named } from "./label.ts";
import { object } from "./object.ts";

/** A sum of money, in requests and responses. */
export interface Amount {
  /** At most two decimals. */
  readonly value: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** The text of a number that is a sum of money: no exponent, at most two decimals. */
const MONEY = /^[1-9]\d{0,7}(?:\.\d{1,2})?$/;

/**
 * An amount in a request: US dollars from 1 to 99999999.99. A number is checked by its text, because a third decimal
 * such as in 0.1 + 0.2 does not survive arithmetic.
 */
export const amount: v.GenericSchema<Amount> = named(
  "UsdAmount",
  object({
    value: v.pipe(
      v.number(),
      v.check((value) => MONEY.test(String(value)), "must be from 1 to 99999999.99, with at most two decimals"),
      inDocument({ minimum: 1, maximum: 99999999.99 }),
    ),
    currency: v.literal("USD"),
  }),
);

/** Returns this percentage of a sum, rounded half up to two decimals. `percent` is decimal text, such as `2.85`. */
export function percentOf(value: number, percent: string): number {
  return Big(value).times(percent).div(100).round(2, Big.roundHalfUp).toNumber();
}

/** Returns the exact sum. */
export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum.plus(value), Big(0)).toNumber();
}

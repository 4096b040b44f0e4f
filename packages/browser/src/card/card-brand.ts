import creditCardType from "credit-card-type";
import { digitsOf } from "./digits.ts";

/** A card brand, with the format of its numbers and security codes. */
export interface CardBrand {
  /** The id, such as `visa` or `american-express`. An open list. */
  readonly id: string;
  /** The brand's name, such as `American Express`. */
  readonly name: string;
  /** The possible numbers of digits. */
  readonly lengths: readonly number[];
  /** The positions of the spaces when the number is shown in groups. */
  readonly gaps: readonly number[];
  /** The name of the security code, such as `CVV`, and its number of digits. */
  readonly code: { readonly name: string; readonly size: number };
}

/**
 * Returns the brand of a card number, or of its first digits during typing. Digits of any script, spaces and dashes are
 * accepted.
 *
 * Returns undefined while several brands are possible, and for an unknown brand.
 *
 * @example
 * ```ts
 * import { cardBrand } from "@plastiq-connect/browser/card";
 *
 * cardBrand("3782")?.name; // "American Express"
 * cardBrand("3782")?.code.size; // 4
 * ```
 */
export function cardBrand(number: string): CardBrand | undefined {
  const [brand, other] = creditCardType(digitsOf(number));
  if (!brand || other) return undefined;
  const { type, niceType, lengths, gaps, code } = brand;
  return { id: type, name: niceType, lengths, gaps, code };
}

import creditCardType from "credit-card-type";
import { digitsOf } from "./digits.ts";

/** A card brand, and how its numbers and security codes look. */
export interface CardBrand {
  /** Such as `visa` or `american-express`. An open list. */
  readonly id: string;
  /** The name as the brand writes it, such as `American Express`. */
  readonly name: string;
  /** How many digits a number can have. */
  readonly lengths: readonly number[];
  /** After how many digits a space comes when the number is shown in groups. */
  readonly gaps: readonly number[];
  /** The name of the security code, such as `CVV`, and how many digits it has. */
  readonly code: { readonly name: string; readonly size: number };
}

/**
 * Returns the brand of a card number, or of its first digits while somebody types. Digits of any script, spaces and
 * dashes are accepted.
 *
 * Returns undefined while several brands are possible, and for a number of no known brand.
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

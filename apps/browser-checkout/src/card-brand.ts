import cardValidator from "card-validator";
import type { Grouping } from "./group-digits.ts";

/** What a card number's first digits tell. */
export interface CardBrand {
  /** Such as `american-express`; undefined as long as it may be several brands, or none. */
  readonly id: string | undefined;
  /** As the brand writes itself. */
  readonly name: string | undefined;
  readonly grouping: Grouping;
  /** The code on the card: what the brand calls it, and how many digits it has. */
  readonly code: { readonly name: string; readonly size: number };
}

const UNKNOWN: CardBrand = {
  id: undefined,
  name: undefined,
  grouping: { gaps: [4, 8, 12, 16], separator: " ", most: 19 },
  code: { name: "CVV", size: 3 },
};

/** The brand of a card number, or of its beginning. */
export function brandOf(number: string): CardBrand {
  const { card } = cardValidator.number(number);
  if (!card) return UNKNOWN;
  const { type, niceType, gaps, lengths, code } = card;
  return { id: type, name: niceType, grouping: { gaps, separator: " ", most: Math.max(...lengths) }, code };
}

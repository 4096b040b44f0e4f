import { cardBrand } from "@plastiq-connect/browser/card";
import type { Grouping } from "./group-digits.ts";

/** Facts that a form derives from the first digits of a card number. */
export interface BrandInForm {
  /** Such as `american-express`; undefined while several brands are possible, or none is known. */
  readonly id: string | undefined;
  /** The name as the brand writes it. */
  readonly name: string | undefined;
  /** How many digits a number can have; undefined when that is not known. */
  readonly lengths: readonly number[] | undefined;
  readonly grouping: Grouping;
  /** How many digits the security code has. */
  readonly codeSize: number;
}

/** Returns the brand of a card number, or of its beginning, with the usual form where the brand is not known. */
export function brandOf(number: string): BrandInForm {
  const brand = cardBrand(number);
  const most = Math.max(...(brand?.lengths ?? [19]));
  const gaps = brand?.gaps ?? [4, 8, 12];
  return {
    id: brand?.id,
    name: brand?.name,
    lengths: brand?.lengths,
    // Fours go on to the end of a longer number.
    grouping: { gaps: most > 16 && gaps.at(-1) === 12 ? [...gaps, 16] : gaps, separator: " ", most },
    codeSize: brand?.code.size ?? 3,
  };
}

/**
 * Parses typed and autofilled cards.
 *
 * @module
 */

export { type CardBrand, cardBrand } from "./card/card-brand.ts";
export { asciiDigits, digitsOf } from "./card/digits.ts";
export { type NormalizedCard, normalizeCard, type TypedCard } from "./card/normalize-card.ts";
export { type CardExpiry, parseExpiry } from "./card/parse-expiry.ts";

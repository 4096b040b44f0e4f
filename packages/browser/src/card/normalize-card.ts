import { asciiDigits } from "./digits.ts";
import { type CardExpiry, parseExpiry } from "./parse-expiry.ts";

/** A typed or autofilled card. */
export interface TypedCard {
  /** The card number, with or without spaces. */
  readonly accountNumber: string;
  /** The security code. */
  readonly cvv: string;
  /** The expiry date, when the form has one field for it; see {@link parseExpiry}. */
  readonly expiry?: string | undefined;
  /** The month of expiry, when the form has two fields. */
  readonly expirationMonth?: string | undefined;
  /** The year of expiry, when the form has two fields. */
  readonly expirationYear?: string | undefined;
  /** The name on the card. */
  readonly cardHolderName?: string | undefined;
}

/** A {@link TypedCard} in the form that `tokenizeCard` takes. Other fields, such as the address, stay unchanged. */
export type NormalizedCard<Typed extends TypedCard> = Omit<Typed, "expiry" | keyof CardExpiry> & CardExpiry;

/**
 * Returns a typed card in the form that `tokenizeCard` takes: ASCII digits without separators, a month of two digits, a
 * year of four, and a name without spaces at its ends.
 *
 * It never guesses. A date that cannot be parsed becomes empty, and letters in a number are kept, so that
 * `tokenizeCard` rejects the card and names the field in `error.fields`.
 *
 * @example
 * ```ts
 * import { tokenizeCard } from "@plastiq-connect/browser";
 * import { normalizeCard } from "@plastiq-connect/browser/card";
 *
 * declare const clientSecret: string;
 *
 * const card = normalizeCard({
 *   cardHolderName: "Ada Lovelace",
 *   accountNumber: "4242 4242 4242 4242",
 *   cvv: "123",
 *   expiry: "12 / 31",
 *   billingAddress: { line1: "1 Main St", city: "Austin", state: "TX", postalCode: "78701", country: "US" },
 * });
 * await tokenizeCard({ clientSecret, card });
 * ```
 */
export function normalizeCard<Typed extends TypedCard>(typed: Typed): NormalizedCard<Typed> {
  const { expiry, expirationMonth, expirationYear, ...rest } = typed;
  const written = expiry ?? `${expirationMonth ?? ""}/${expirationYear ?? ""}`;
  const name = typed.cardHolderName;
  return {
    ...rest,
    ...(typeof name === "string" ? { cardHolderName: name.trim() } : {}),
    accountNumber: unspaced(typed.accountNumber),
    cvv: unspaced(typed.cvv),
    ...(parseExpiry(String(written)) ?? { expirationMonth: "", expirationYear: "" }),
  } as NormalizedCard<Typed>;
}

// Only spaces, dashes, dots and slashes. Any other character may be a typing error that must not be hidden.
function unspaced(text: string): string {
  return asciiDigits(String(text ?? "")).replace(/[\s\p{Pd}./_−]/gu, "");
}

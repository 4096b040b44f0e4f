import cardValidator from "card-validator";
import { brandOf } from "./card-brand.ts";
import { digitsOf } from "./group-digits.ts";

/** Says what is wrong with a field's text, in words for the person who typed it; undefined when nothing is. */
export type Check = (text: string) => string | undefined;

/** Of a card number, with or without spaces. */
export const checkNumber: Check = (text) => {
  if (!text) return "Enter the card number.";
  const { isValid, isPotentiallyValid, card } = cardValidator.number(text);
  if (isValid) return undefined;
  if (!card && !isPotentiallyValid) return "This is not a card that we know. Check the number.";
  // Some brands have numbers of several lengths: one that has such a length is taken for complete.
  const whole = !isPotentiallyValid || card?.lengths.includes(digitsOf(text).length);
  return whole ? "Check the card number: a digit seems wrong." : "The card number is not complete.";
};

/** Of an expiry date such as `12 / 30`. */
export const checkExpiry: Check = (text) => {
  if (!text) return "Enter the expiry date.";
  const { isValid, isPotentiallyValid } = cardValidator.expirationDate(text);
  if (isValid) return undefined;
  if (isPastExpiry(text)) return "This card has expired.";
  return isPotentiallyValid ? "Enter month and year, such as 04 / 29." : "Check the expiry date: month, then year.";
};

/** Of a security code, which has as many digits as the number's brand says. */
export function checkCode(text: string, number: string): string | undefined {
  const { size } = brandOf(number).code;
  if (!text) return "Enter the security code.";
  return cardValidator.cvv(text, size).isValid ? undefined : `The code has ${size} digits.`;
}

/** Of a card holder's name. A card number in its place is a frequent slip, and would be shown and kept as a name. */
export const checkName: Check = (text) => {
  if (!text) return "Enter the name on the card.";
  return cardValidator.cardholderName(text).isValid ? undefined : "Enter the name, not the number.";
};

/** Of a text that must be there. */
export function checkPresent(text: string, what: string): string | undefined {
  return text ? undefined : `Enter the ${what}.`;
}

/** Of a postal code of any country, by the name that it has there. */
export function checkPostalCode(text: string, what: string): string | undefined {
  return text && !cardValidator.postalCode(text).isValid ? `Check the ${what}.` : checkPresent(text, what);
}

/** Month and year as the vendor takes them: `"04"` and `"2029"`. Only of a text that {@link checkExpiry} passes. */
export function expiryOf(text: string): { readonly month: string; readonly year: string } {
  const { month, year } = cardValidator.expirationDate(text);
  const century = String(new Date().getFullYear()).slice(0, 2);
  return { month: (month ?? "").padStart(2, "0"), year: year?.length === 2 ? century + year : (year ?? "") };
}

function isPastExpiry(text: string): boolean {
  const digits = digitsOf(text);
  const month = Number(digits.slice(0, 2));
  const now = new Date();
  const year = digits.length === 4 ? 2_000 + Number(digits.slice(2)) : Number(digits.slice(2));
  if (!(month >= 1 && month <= 12) || (digits.length !== 4 && digits.length !== 6)) return false;
  return year < now.getFullYear() || (year === now.getFullYear() && month <= now.getMonth());
}

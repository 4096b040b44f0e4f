import { checkPostalCode as postalCodeProblem } from "@plastiq-connect/browser";
import { digitsOf, parseExpiry } from "@plastiq-connect/browser/card";
import { brandOf } from "./card-brand.ts";

/** Returns what is wrong with a field's text, in words for the person who typed it; undefined when nothing is. */
export type Check = (text: string) => string | undefined;

/** Checks a card number, with or without spaces. */
export const checkNumber: Check = (text) => {
  if (!text) return "Enter the card number.";
  const digits = digitsOf(text);
  const { lengths } = brandOf(digits);
  if (/\p{L}/u.test(text)) return "Check the card number: it has only digits.";
  if (!lengths) return digits.length < 4 ? INCOMPLETE : "We do not know this kind of card. Check the number.";
  if (digits.length < Math.min(...lengths)) return INCOMPLETE;
  if (digits.length > Math.max(...lengths)) return "The card number has too many digits.";
  return lengths.includes(digits.length) && passesLuhn(digits)
    ? undefined
    : "Check the card number: a digit seems wrong.";
};

const INCOMPLETE = "The card number is not complete.";

// The check digit of every card number (ISO/IEC 7812-1).
function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Checks an expiry date such as `12 / 30`. A card is good until the end of its month. */
export const checkExpiry: Check = (text) => {
  if (!text) return "Enter the expiry date.";
  const expiry = parseExpiry(text);
  if (!expiry) {
    const complete = digitsOf(text).length >= 4;
    return complete ? "Check the expiry date: month, then year." : "Enter the month and the year, such as 04 / 29.";
  }
  // On some clocks the month has ended already: in another time zone, or on one that is wrong by a day.
  const now = new Date(Date.now() - 86_400_000);
  const months =
    (Number(expiry.expirationYear) - now.getFullYear()) * 12 + Number(expiry.expirationMonth) - now.getMonth();
  if (months <= 0) return "This card has expired.";
  return months > 20 * 12 ? "Check the year of the expiry date." : undefined;
};

/** Checks a security code, whose length depends on the brand of the number. */
export function checkCode(text: string, number: string): string | undefined {
  const { codeSize } = brandOf(number);
  if (!text) return "Enter the security code.";
  return digitsOf(text) === text && text.length === codeSize ? undefined : `The code has ${codeSize} digits.`;
}

/** Checks a cardholder's name. A card number in its place is a frequent slip, and would be shown and kept as a name. */
export const checkName: Check = (text) => {
  if (!text) return "Enter the name on the card.";
  return digitsOf(text).length >= 8 ? "Enter the name, not the number." : undefined;
};

/** Checks a text that is required. */
export function checkPresent(text: string, what: string): string | undefined {
  return text ? undefined : `Enter the ${what}.`;
}

/** Checks a postal code by the country's rules, which are those of the request. */
export function checkPostalCode(text: string, country: string, what: string): string | undefined {
  switch (postalCodeProblem(text, country)) {
    case "missing":
      return `Enter the ${what}.`;
    case "malformed":
      return `Check the ${what}: it has 5 digits, such as 94103.`;
    default:
      return undefined;
  }
}

import type { CardData } from "@plastiq-connect/node";

/** The example card of the vendor's own API description: a published number, not anybody's card. */
export const EXAMPLE_CARD: CardData = {
  cardHolderName: "Ada Example",
  accountNumber: "4242424242424242",
  cvv: "123",
  expirationMonth: "12",
  expirationYear: String(new Date().getUTCFullYear() + 3),
  billingAddress: { line1: "1 Market St", city: "San Francisco", state: "CA", postalCode: "94105", country: "US" },
};

import type { CardData } from "@plastiq-connect/core";

/** A card that the local sandbox accepts. */
export const CARD: CardData = {
  cardHolderName: "Ada Lovelace",
  accountNumber: "4242424242424242",
  cvv: "123",
  expirationMonth: "12",
  expirationYear: "2099",
  billingAddress: { line1: "1 Main St", city: "Austin", state: "TX", postalCode: "78701", country: "US" },
};

/** One that it declines. */
export const DECLINED_CARD: CardData = { ...CARD, accountNumber: "4000000000000002" };

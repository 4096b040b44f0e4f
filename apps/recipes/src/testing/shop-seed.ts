import { readFile } from "node:fs/promises";
import type { Seed } from "@plastiq-connect/sandbox";

/** A card that works. */
export const CARD = "4242424242424242";

/** The data of a card, as the page sends them. */
export const CARD_DATA = {
  cardHolderName: "Jen Doe",
  accountNumber: CARD,
  cvv: "123",
  expirationMonth: "12",
  expirationYear: "2039",
  billingAddress: { line1: "1 Main St", city: "Oakland", state: "CA", postalCode: "94601", country: "US" },
};

/** Returns a seed of a card that the payer has stored, and of the recipient that the recipes' order names. */
export async function shopSeed(): Promise<Required<Pick<Seed, "paymentMethods" | "recipients">>> {
  const { recipients } = JSON.parse(await readFile(new URL("../../seed.json", import.meta.url), "utf8"));
  return { paymentMethods: { card: { type: "CARD", payer: "local", data: CARD_DATA } }, recipients };
}

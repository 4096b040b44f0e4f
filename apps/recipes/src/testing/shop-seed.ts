import { LOCAL_CATEGORY_ID, LOCAL_PAYER_ID, type Seed } from "@plastiq-connect/sandbox";
import { openOrderOf } from "../orders.ts";

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
  const { recipient } = await openOrderOf(LOCAL_PAYER_ID);
  return {
    paymentMethods: { card: { type: "CARD", payer: "local", data: CARD_DATA } },
    recipients: {
      coffee: {
        id: recipient.id,
        businessName: "Coffee Beans Supply Co.",
        categoryId: LOCAL_CATEGORY_ID,
        businessAddress: { line1: "19439 Stevens Creek Blvd", country: "US" },
        contact: { email: "billing@coffee.example" },
        receivingMethod: {
          type: "ACH",
          accountNumber: "3829473294723",
          routingNumber: "021000021",
          beneficiaryName: "Coffee Beans Supply Co.",
        },
      },
    },
  };
}

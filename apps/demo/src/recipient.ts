import type { CreateRecipientRequest } from "@plastiq-connect/node";

/** Returns a supplier who is paid into a bank account that nobody owns. */
export function exampleRecipient(categoryId: string): CreateRecipientRequest {
  return {
    businessName: "Coffee Beans Supply Co.",
    categoryId,
    businessAddress: { line1: "1 Main St", city: "Cupertino", state: "CA", postalCode: "95014", country: "US" },
    contact: { email: "billing@example.com" },
    receivingMethod: {
      type: "ACH",
      accountNumber: "3829473294723",
      routingNumber: "021000021",
      beneficiaryName: "Coffee Beans Supply Co.",
    },
  };
}

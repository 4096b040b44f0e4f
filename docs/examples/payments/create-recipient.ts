import type { Client, EndUser } from "@plastiq-connect/node";

export async function createSupplier(connect: Client, categoryId: string, endUser: EndUser): Promise<string> {
  const recipient = await connect.recipients.create(
    {
      businessName: "Coffee Beans Supply Co.",
      categoryId, // one of `connect.categories.list()`
      businessAddress: { line1: "19439 Stevens Creek Blvd", country: "US" },
      contact: { email: "billing@coffee.example" },
      receivingMethod: {
        type: "ACH",
        accountNumber: "3829473294723",
        routingNumber: "021000021",
        beneficiaryName: "Coffee Beans Supply Co.",
      },
    },
    { endUser },
  );
  return recipient.id;
}

import type { CallOptions, Client } from "@plastiq-connect/node";

const ADDRESS = { line1: "1 Main St", city: "Cupertino", state: "CA", postalCode: "95014", country: "US" } as const;

/** Creates a test payer, and returns its id. */
export async function createTestPayer(client: Client, call: CallOptions): Promise<string> {
  const contact = { firstName: "Throwaway", lastName: "Payer", email: "throwaway.payer@example.com" };
  return (await client.payers.create({ contact }, call)).id;
}

/** Stores the test card for a payer with a client secret, like a browser. Returns its id. */
export async function storeTestCard(client: Client, payerId: string, call: CallOptions): Promise<string> {
  const clientSecret = await client.clientSecrets.create({ payer: { id: payerId } }, call);
  const data = {
    cardHolderName: "Throwaway Payer",
    accountNumber: "4242424242424242",
    cvv: "123",
    expirationMonth: "12",
    expirationYear: String(new Date().getUTCFullYear() + 3),
    billingAddress: ADDRESS,
  };
  return (await client.paymentMethods.create({ type: "CARD", data }, { ...call, clientSecret })).id;
}

/** Creates a recipient that only this payer can pay, by check, and returns its id. */
export async function createTestRecipient(client: Client, payerId: string, call: CallOptions): Promise<string> {
  const [category] = (await client.categories.list(call)).data;
  const { id } = await client.recipients.create(
    {
      businessName: "Throwaway Recipient",
      categoryId: category?.id ?? "",
      businessAddress: ADDRESS,
      contact: { email: "throwaway.recipient@example.com" },
      receivingMethod: { type: "CHECK", ...ADDRESS },
      payer: { id: payerId },
    },
    call,
  );
  return id;
}

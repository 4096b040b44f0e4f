import type { CallOptions, Client } from "@plastiq-connect/node";
import type { Target } from "./connection.ts";
import { UsageError } from "./usage-error.ts";

const ADDRESS = { line1: "1 Main St", city: "Cupertino", state: "CA", postalCode: "95014", country: "US" } as const;

/** Checks that --create-payer is possible. @throws UsageError. */
export function checkCreatePayer(payer: string | undefined, { place }: Target): void {
  if (payer !== undefined) throw new UsageError("--payer and --create-payer cannot be used together.");
  if (place === "local") return;
  throw new UsageError(
    "--create-payer works only with an API on this machine: on another API the test payer would remain.",
    "Point --base-url at a local sandbox (plastiq-connect sandbox starts one), or pass --payer.",
  );
}

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

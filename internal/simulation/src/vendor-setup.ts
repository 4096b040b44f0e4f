import type { SimulatedOperation } from "./operation.ts";
import { LOCAL_CATEGORY_ID, LOCAL_PAYER_ID, type Sandbox } from "./real.ts";

const ADDRESS = { line1: "1 Main Street", city: "Springfield", state: "IL", postalCode: "62701", country: "US" };
const PAYER = { id: LOCAL_PAYER_ID };

/** Creates at the vendor what a call needs, without the client. Returns its id; empty when it needs nothing. */
export async function createNeeded(
  { needs }: SimulatedOperation,
  sandbox: Sandbox,
  { key, baseUrl }: { readonly key: string; readonly baseUrl: string },
): Promise<string> {
  const create = async (path: string, body: object): Promise<string> => {
    const response = await sandbox.fetch(
      new Request(baseUrl + path, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "user-agent": "simulation" },
        body: JSON.stringify(body),
      }),
    );
    const made = await response.json();
    const { id } = made;
    if (!id)
      throw new Error(
        `The vendor did not create what is needed: ${path} gave ${response.status}: ${JSON.stringify(made)}.`,
      );
    return id;
  };
  if (needs === undefined) return "";
  const method = await create("/payment-methods", {
    type: "BANK_ACCOUNT",
    payer: PAYER,
    data: {
      accountHolderName: "Jen Doe",
      accountNumber: "000123456789",
      routingNumber: "021000021",
      billingAddress: ADDRESS,
    },
  });
  if (needs === "payment method") return method;
  const recipient = await create("/recipients", {
    businessName: "Coffee Beans Supply Co.",
    categoryId: LOCAL_CATEGORY_ID,
    businessAddress: ADDRESS,
    contact: { email: "billing@coffee.example" },
    receivingMethod: {
      type: "ACH",
      accountNumber: "3829473294723",
      routingNumber: "021000021",
      beneficiaryName: "Coffee Beans Supply Co.",
    },
  });
  return create("/payment-intents", {
    payer: PAYER,
    recipient: { id: recipient },
    paymentMethod: { id: method },
    targetAmount: { value: 100, currency: "USD" },
  });
}

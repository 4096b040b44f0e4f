import { LOCAL_CATEGORY_ID, LOCAL_PAYER_ID } from "./real.ts";
import type { World } from "./world.ts";

const ADDRESS = { line1: "1 Main Street", city: "Springfield", state: "IL", postalCode: "62701", country: "US" };
const BANK = {
  accountNumber: "3829473294723",
  routingNumber: "021000021",
  beneficiaryName: "Coffee Beans Supply Co.",
};
const PAYER = { id: LOCAL_PAYER_ID };

/** Creates at the vendor what a run needs, without the client. Each method returns an id, but `secret`. */
export interface VendorSetup {
  bankAccount(): Promise<string>;
  card(accountNumber: string): Promise<string>;
  recipient(name?: string, receivingMethod?: "ACH" | "CHECK"): Promise<string>;
  /** An intent of 100 US dollars. */
  intent(paymentMethodId: string, recipientId: string): Promise<string>;
  payment(intentId: string): Promise<string>;
  /** A client secret. */
  secret(): Promise<string>;
  /** Deletes what has this path. */
  remove(path: string): Promise<void>;
}

/** Creates the setup of a run. */
export function vendorSetup({ sandbox, baseUrl, keys }: Pick<World, "sandbox" | "baseUrl" | "keys">): VendorSetup {
  const headers = { authorization: `Bearer ${keys[0]}`, "content-type": "application/json", "user-agent": "setup" };
  const post = async (path: string, body: object): Promise<{ id: string; clientSecret: string }> => {
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await sandbox.fetch(new Request(baseUrl + path, init));
    const made = await response.json();
    if (response.ok) return made;
    throw new Error(
      `The vendor did not create what is needed: ${path} gave ${response.status}: ${JSON.stringify(made)}.`,
    );
  };
  const create = async (path: string, body: object): Promise<string> => (await post(path, body)).id;
  return {
    bankAccount: () =>
      create("/payment-methods", {
        type: "BANK_ACCOUNT",
        payer: PAYER,
        data: {
          accountHolderName: "Jen Doe",
          accountNumber: "000123456789",
          routingNumber: "021000021",
          billingAddress: ADDRESS,
        },
      }),
    card: (accountNumber) =>
      create("/payment-methods", {
        type: "CARD",
        payer: PAYER,
        data: {
          cardHolderName: "Jen Doe",
          accountNumber,
          cvv: "123",
          expirationMonth: "11",
          expirationYear: "2039",
          billingAddress: ADDRESS,
        },
      }),
    recipient: (businessName = "Coffee Beans Supply Co.", type = "ACH") =>
      create("/recipients", {
        businessName,
        categoryId: LOCAL_CATEGORY_ID,
        businessAddress: ADDRESS,
        contact: { email: "billing@coffee.example" },
        receivingMethod: { type, ...(type === "ACH" ? BANK : ADDRESS) },
      }),
    intent: (paymentMethodId, recipientId) =>
      create("/payment-intents", {
        payer: PAYER,
        recipient: { id: recipientId },
        paymentMethod: { id: paymentMethodId },
        targetAmount: { value: 100, currency: "USD" },
      }),
    payment: (intentId) => create("/payments", { paymentIntent: { id: intentId }, payer: PAYER }),
    async remove(path) {
      await sandbox.fetch(new Request(baseUrl + path, { method: "DELETE", headers }));
    },
    secret: async () => (await post("/client-secrets", { payer: PAYER, type: "CARD" })).clientSecret,
  };
}

import { LOCAL_API_KEY, LOCAL_CATEGORY_ID, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import type { RunningSandbox } from "@plastiq-connect/sandbox/server";
import { openOrderOf } from "../apps/recipes/src/orders.ts";

/** A card that works. */
export const CARD = "4242424242424242";

/** Creates the recipient that the applications' order names. */
export async function createRecipient(sandbox: RunningSandbox): Promise<void> {
  const id = await post(sandbox, "recipients", {
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
  });
  const { recipient } = await openOrderOf(LOCAL_PAYER_ID);
  sandbox.control.restore(JSON.parse(JSON.stringify(sandbox.control.snapshot()).replaceAll(id, recipient.id)));
}

/** Stores a card of the payer, as the page does, and returns its id. */
export function storeCard(sandbox: RunningSandbox): Promise<string> {
  const billingAddress = { line1: "1 Main St", city: "Oakland", state: "CA", postalCode: "94601", country: "US" };
  const expiry = { expirationMonth: "12", expirationYear: "2039" };
  const data = { cardHolderName: "Jen Doe", accountNumber: CARD, cvv: "123", ...expiry, billingAddress };
  return post(sandbox, "payment-methods", { type: "CARD", payer: { id: LOCAL_PAYER_ID }, data });
}

async function post(sandbox: RunningSandbox, path: string, body: unknown): Promise<string> {
  const response = await fetch(`${sandbox.baseUrl}/${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${LOCAL_API_KEY}`,
      "content-type": "application/json",
      "user-agent": "test",
      "end-user-ip": "203.0.113.7",
      "end-user-device-id": "none",
    },
    body: JSON.stringify(body),
  });
  const { id } = (await response.json()) as { id?: string };
  if (!id) throw new Error(`The sandbox refused to create ${path}.`);
  return id;
}

import type { Client } from "@plastiq-connect/core";

/** Returns the payer of a payment of yours, and undefined for any other payment. Use your database instead. */
export async function payerOfPayment(paymentId: string): Promise<string | undefined> {
  return paymentId === "2b1e6f4c-9d3a-4c58-8f07-1a6d5e92c743" ? "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63" : undefined;
}

/** Stores the status of a payment. Use your database instead. */
export async function storeStatus(paymentId: string, status: string): Promise<void> {
  console.log(`Payment ${paymentId} is ${status}.`);
}

/** Retrieves a payment that an event has named, and stores its status. It can run twice. */
export async function followPayment(connect: Client, paymentId: string): Promise<void> {
  const payerId = await payerOfPayment(paymentId);
  // Anyone who knows the URL can send an event, about any payment.
  if (payerId === undefined) return;
  const { status } = await connect.payments.retrieve({ id: paymentId, payerId }, { endUser: "none" });
  if (status !== undefined) await storeStatus(paymentId, status);
}

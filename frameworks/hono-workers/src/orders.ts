import { env } from "cloudflare:workers";
import { createDurableObjectJournalStore } from "@plastiq-connect/cloudflare";
import type { Order } from "@plastiq-connect/core/pay-once";

/** The journal of `payOnce`: one Durable Object for each order. */
export const journal = createDurableObjectJournalStore(env.ORDERS);

/** An order of your own records. Use your database instead. */
export type OwnOrder = Omit<Order, "attempt" | "paymentMethod">;

/** Returns the open order of a payer. The amount and the recipient are yours: the page never sends them. */
export async function openOrderOf(payerId: string): Promise<OwnOrder> {
  return {
    id: `sandbox/${payerId}/1042`,
    payer: { id: payerId },
    recipient: { id: "8c1d2f70-5b3e-4f6a-9e21-7a40c5d3b916" },
    targetAmount: { value: "1250.00", currency: "USD" },
    details: { memo: "Order 1042" },
  };
}

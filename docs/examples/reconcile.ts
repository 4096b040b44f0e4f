// #region compare
import type { Client } from "@plastiq-connect/node";

/** An order as your own table has it. */
export interface StoredOrder {
  readonly number: string;
  readonly payerId: string;
  readonly intentId: string;
  /** When its payment was last sent. */
  readonly sentAt?: Date | undefined;
  readonly paymentId?: string | undefined;
  readonly status?: string | undefined;
}

/** The facts at the vendor that your table lacks. */
export type Repair = { readonly paymentId?: string | undefined; readonly status: string } | { readonly unpaid: true };

/** Returns the repair of an order; undefined when nothing differs, or when it is not known yet. */
export async function compare(connect: Client, order: StoredOrder): Promise<Repair | undefined> {
  const { payerId, paymentId, intentId, sentAt } = order;
  const call = { endUser: "none", deadline: 10_000 } as const;
  if (paymentId) {
    const { status = "" } = await connect.payments.retrieve({ id: paymentId, payerId }, call);
    return status === order.status ? undefined : { paymentId, status };
  }
  if (!sentAt) return undefined; // nobody has tried to pay it
  const input = { paymentIntent: { id: intentId }, payer: { id: payerId }, sentAt };
  const found = await connect.payments.resolve(input, call);
  if (found.outcome === "happened") {
    // The intent is captured. Without its payment, nothing more is known.
    return { paymentId: found.payment?.id, status: found.payment?.status ?? "CAPTURED" };
  }
  return found.outcome === "did-not-happen" ? { unpaid: true } : undefined;
}
// #endregion compare

// #region job
/** Your own table. */
export interface Orders {
  /** Returns the orders whose payment can still change, the least recently compared first. */
  open(): Promise<readonly StoredOrder[]>;
  /** Stores a repair, unless the order has changed since it was read. */
  repair(order: StoredOrder, repair: Repair): Promise<void>;
}

export async function reconcile(connect: Client, orders: Orders, report: (error: unknown) => void): Promise<void> {
  for (const order of await orders.open()) {
    try {
      const repair = await compare(connect, order);
      if (repair) await orders.repair(order, repair);
    } catch (error) {
      report(error); // continue with the other orders
    }
  }
}
// #endregion job

import { type JournalStore, type Order, payOnce } from "@plastiq-connect/core/pay-once";
import { type Client, cents, isConnectError, type PaymentIntent } from "@plastiq-connect/node";

/** Pays each order once, and returns what became of it by the order's id. */
export async function payOrders(connect: Client, journal: JournalStore, orders: readonly Order[]) {
  const report: Record<string, string> = {};
  for (const order of orders) {
    try {
      await payOnce(connect, journal, order, { endUser: "none", approve: hasExpectedFees });
      report[order.id] = "paid";
    } catch (error) {
      if (!isConnectError(error)) throw error;
      // After `unknown`, the next run continues with this order.
      report[order.id] = error.next === "new-attempt" ? "declined" : `${error.outcome}: ${error.message}`;
    }
  }
  return report;
}

/** Yours: what the payer agreed to beforehand, such as fees of at most 3 %. */
function hasExpectedFees({ sourceAmount, targetAmount }: PaymentIntent): boolean {
  if (!sourceAmount || !targetAmount || sourceAmount.currency !== targetAmount.currency) return false;
  return cents(sourceAmount) * 100 <= cents(targetAmount) * 103;
}

import type { Client, Payment } from "@plastiq-connect/node";

/**
 * Returns the payer's payments that none of your orders has. An order whose payment id is not known yet may have one of
 * them: compare those by memo and amount.
 */
export async function withoutOrder(connect: Client, payerId: string, known: ReadonlySet<string>): Promise<Payment[]> {
  const found: Payment[] = [];
  for await (const payment of connect.payments.list({ payerId }, { endUser: "none" })) {
    if (!known.has(payment.id)) found.push(payment);
  }
  return found;
}

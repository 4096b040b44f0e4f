import type { Client, Payment } from "@plastiq-connect/node";

export function untilDeposited(connect: Client, id: string, payerId: string): Promise<Payment> {
  return connect.payments.waitFor({ id, payerId }, { endUser: "none", until: "DEPOSITED", timeout: 600_000 });
}

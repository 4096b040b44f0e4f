import type { Client } from "@plastiq-connect/node";

export async function refund(connect: Client, id: string, payerId: string): Promise<void> {
  await connect.payments.refund({ id, payerId }, { endUser: "none" });
}

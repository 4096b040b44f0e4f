import { type ClientSecret, createClient } from "@plastiq-connect/node";

const connect = createClient({ deadline: 10_000, timeout: 4_000 });

export function mintInAHurry(payerId: string): Promise<ClientSecret> {
  return connect.clientSecrets.create({ payer: { id: payerId } }, { endUser: "none", deadline: 2_000, retries: 0 });
}

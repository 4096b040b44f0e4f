// #region after
import type { IncomingMessage } from "node:http";
import { createClient, endUserFrom, readInbound } from "@plastiq-connect/node";

const connect = createClient(); // PLASTIQ_API_KEY

export async function clientSecretFor(payerId: string, request: IncomingMessage) {
  const endUser = endUserFrom(readInbound(request), { trustedHops: 1 });
  const secret = await connect.clientSecrets.create({ payer: { id: payerId } }, { endUser });
  return { clientSecret: secret.reveal(), expiresIn: secret.remaining() };
}
// #endregion after

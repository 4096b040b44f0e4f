// #region by-hand
import { createClient, endUserFrom, type Inbound, isConnectError } from "@plastiq-connect/node";

const connect = createClient();
export async function respond(inbound: Inbound, payerId: string): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  try {
    const endUser = endUserFrom(inbound, { trustedHops: 1 });
    const secret = await connect.clientSecrets.create({ payer: { id: payerId } }, { endUser });
    return Response.json({ clientSecret: secret.reveal(), expiresIn: secret.remaining() }, { headers });
  } catch (error) {
    if (!isConnectError(error)) throw error;
    console.error(error); // contains no secret
    return Response.json({ traceId: error.traceId }, { status: 502, headers });
  }
}
// #endregion by-hand

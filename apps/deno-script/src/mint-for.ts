import { type Client, type EndUser, isConnectError } from "@plastiq-connect/deno";
import { problem, statusOf } from "./problem.ts";

/** Mints a client secret, or says why not. The log gets the whole reason, the browser only what it may know. */
export async function mintFor(payerId: string, endUser: EndUser, connect: Client): Promise<Response> {
  try {
    const secret = await connect.clientSecrets.create({ payer: { id: payerId } }, { endUser });
    return Response.json(
      {
        clientSecret: secret.reveal(),
        expiresAt: secret.expiresAt,
        expiresIn: secret.remaining(),
        traceId: secret.traceId,
      },
      { headers: { "cache-control": "no-store" } },
    );
  } catch (error) {
    console.error(error);
    const { status, title } = statusOf(error);
    return problem(status, title, {}, isConnectError(error) ? error.traceId : undefined);
  }
}

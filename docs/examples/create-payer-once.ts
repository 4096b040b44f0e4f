import { type Client, type CreatePayerRequest, isConnectError } from "@plastiq-connect/node";

/** Creates a payer, and never a second one when it is not certain whether the first one exists. */
export async function createPayerOnce(connect: Client, request: CreatePayerRequest): Promise<string | undefined> {
  try {
    const { id } = await connect.payers.create(request, { endUser: "none" });
    return id;
  } catch (error) {
    if (!isConnectError(error)) throw error;
    if (error.outcome !== "unknown") throw error; // nothing happened: it may be tried again
    console.error("The payer may exist. Look before you repeat.", error.code, error.traceId);
    return undefined;
  }
}

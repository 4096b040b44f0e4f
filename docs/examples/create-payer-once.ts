import { type Client, type CreatePayerRequest, isConnectError } from "@plastiq-connect/node";

/** Creates a payer. Returns undefined when the payer may exist, so that no second one is created. */
export async function createPayerOnce(connect: Client, request: CreatePayerRequest): Promise<string | undefined> {
  try {
    const { id } = await connect.payers.create(request, { endUser: "none" });
    return id;
  } catch (error) {
    if (!isConnectError(error)) throw error;
    if (error.outcome !== "unknown") throw error; // nothing took effect: try again
    console.error("The payer may exist. Ask the vendor before you create another.", error.code, error.traceId);
    return undefined;
  }
}

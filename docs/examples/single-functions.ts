// #region mint
import { createCaller, createClientSecret } from "@plastiq-connect/core";

export async function mint(apiKey: string, payerId: string, baseUrl?: string): Promise<string> {
  const caller = createCaller({ apiKey, baseUrl });
  const secret = await createClientSecret(caller, { payer: { id: payerId } }, { endUser: "none" });
  return secret.reveal();
}
// #endregion mint

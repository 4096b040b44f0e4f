import type { ClientSecret } from "./client-secret.ts";
import { type Credential, checkedToken } from "./credential.ts";

const ADVICE = "A client secret lives for 60 s, works once, and only for its payer: mint a new one.";

/**
 * A client secret as a credential, in the place of the API key.
 *
 * A call with a text that cannot be one rejects with `input_invalid`.
 */
export function clientSecretCredential(secret: ClientSecret | string): Credential {
  const token = (): string =>
    checkedToken(typeof secret === "object" ? secret?.reveal?.() : secret, "clientSecret", "input_invalid");
  return { token, renewable: false, advice: { unauthorized: ADVICE, forbidden: ADVICE } };
}

import { ConnectError, inputInvalid } from "../error.ts";
import type { ClientSecret } from "./client-secret.ts";
import { type Credential, checkedToken } from "./credential.ts";

const ADVICE = "A client secret expires after 60 s and works once, for its payer only: mint a new one.";

/**
 * Creates the credential for a client secret, instead of the API key.
 *
 * A call with an invalid string rejects with `input_invalid`. A secret that has expired according to the local clock is
 * not sent: the call rejects with `unauthorized`, without a status.
 */
export function clientSecretCredential(secret: ClientSecret | string): Credential {
  const token = (): string => {
    const dated = typeof secret === "object";
    // The vendor's clock may accept it a moment longer. But after a refusal, it would be unknown whether this call had
    // spent it.
    if (dated && secret?.expired) {
      throw new ConnectError({
        code: "unauthorized",
        outcome: "not-sent",
        message: `The client secret has expired. ${ADVICE}`,
      });
    }
    return checkedToken(dated ? secret?.reveal?.() : secret, "clientSecret", inputInvalid);
  };
  return { token, renewable: false, advice: { unauthorized: ADVICE, forbidden: ADVICE } };
}

import { ConnectError } from "../error.ts";
import type { ClientSecret } from "./client-secret.ts";
import { type Credential, checkedToken } from "./credential.ts";

const ADVICE = "A client secret lives for 60 s, works once, and only for its payer: mint a new one.";

/**
 * A client secret as a credential, in the place of the API key.
 *
 * A call with a text that cannot be one rejects with `input_invalid`. A secret that has expired according to the local clock is not
 * sent, or not sent again: `unauthorized`, without a status.
 */
export function clientSecretCredential(secret: ClientSecret | string): Credential {
  const token = (): string => {
    const dated = typeof secret === "object";
    // The vendor's clock may give it a moment more; but of a refusal, nobody could say whether this call had spent it.
    if (dated && secret?.expired) {
      throw new ConnectError({
        code: "unauthorized",
        outcome: "not-sent",
        message: `The client secret has expired. ${ADVICE}`,
      });
    }
    return checkedToken(dated ? secret?.reveal?.() : secret, "clientSecret", "input_invalid");
  };
  return { token, renewable: false, advice: { unauthorized: ADVICE, forbidden: ADVICE } };
}

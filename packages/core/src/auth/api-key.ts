import { configurationInvalid, isConnectError } from "../error.ts";
import { MIN_SECRET_LENGTH } from "../redact.ts";
import { type Credential, checkedToken } from "./credential.ts";

/**
 * The partner's API key, or a function that gets it from wherever it is kept.
 *
 * The function is asked once per call, and once more when the vendor answers 401, so that a key can be rotated under a
 * running service. (The vendor keeps the old one alive for 12 hours.)
 *
 * @see https://docs.developer.plastiq.com/docs/api-keys
 */
export type ApiKey = string | (() => string | Promise<string>);

const ADVICE: Credential["advice"] = {
  unauthorized:
    "Check the API key: it must be one of this environment, and neither deleted, over a year old, nor rotated over 12 hours ago.",
  forbidden: "Check that this machine's IP address is on the environment's allowlist, and what the API key may use.",
};

/**
 * An API key as a credential.
 *
 * @throws ConnectError `configuration_invalid` when the text cannot be a key; a function's text is checked in the call.
 */
export function apiKeyCredential(apiKey: ApiKey): Credential {
  const renewable = typeof apiKey === "function";
  const given = renewable ? undefined : checkedKey(apiKey);
  return { token: () => given ?? ask(apiKey as () => string | Promise<string>), renewable, advice: ADVICE };
}

function checkedKey(key: unknown): string {
  const token = checkedToken(key, "apiKey", "configuration_invalid");
  // A shorter one would be redacted wherever its characters stand by chance.
  if (token.length >= MIN_SECRET_LENGTH) return token;
  throw configurationInvalid(`apiKey must have at least ${MIN_SECRET_LENGTH} characters.`);
}

async function ask(provider: () => string | Promise<string>): Promise<string> {
  let key: unknown;
  try {
    key = await provider();
  } catch (cause) {
    if (isConnectError(cause) && cause.code === "configuration_invalid") throw cause;
    // The provider is the user's own code, and failed to get a key: its error is theirs to see.
    throw configurationInvalid("The apiKey function failed; see the cause.", cause);
  }
  return checkedKey(key);
}

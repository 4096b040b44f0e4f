import { configurationInvalid, isConnectError } from "../error.ts";
import { MIN_SECRET_LENGTH } from "../redact.ts";
import { type Credential, checkedToken } from "./credential.ts";

/**
 * The partner's API key, or a function that returns it, for example from a secrets manager.
 *
 * The function is called once per call, and once more after a 401, so a key rotation needs no restart. (The vendor
 * accepts the old key for 12 more hours.)
 *
 * @see https://docs.developer.plastiq.com/docs/api-keys
 */
export type ApiKey = string | (() => string | Promise<string>);

const ADVICE: Credential["advice"] = {
  unauthorized:
    "Check the API key: it must belong to this environment, and not be deleted, over a year old or rotated over 12 hours ago.",
  forbidden: "Check that this machine's IP address is on the environment's allowlist, and the API key's permissions.",
};

/**
 * Creates the credential for an API key.
 *
 * @throws ConnectError `configuration_invalid` when the string is not a valid key. The result of a function is checked
 * in each call.
 */
export function apiKeyCredential(apiKey: ApiKey): Credential {
  const renewable = typeof apiKey === "function";
  const given = renewable ? undefined : checkedKey(apiKey);
  return { token: () => given ?? ask(apiKey as () => string | Promise<string>), renewable, advice: ADVICE };
}

function checkedKey(key: unknown): string {
  const token = checkedToken(key, "apiKey", configurationInvalid);
  // A shorter key would be redacted wherever the same characters occur by chance.
  if (token.length >= MIN_SECRET_LENGTH) return token;
  throw configurationInvalid(`apiKey must have at least ${MIN_SECRET_LENGTH} characters.`);
}

async function ask(provider: () => string | Promise<string>): Promise<string> {
  let key: unknown;
  try {
    key = await provider();
  } catch (cause) {
    if (isConnectError(cause) && cause.code === "configuration_invalid") throw cause;
    // The provider is the user's own code, so its error is safe to attach.
    throw configurationInvalid("The apiKey function failed; see the cause.", cause);
  }
  return checkedKey(key);
}

import { failure } from "./failure.ts";

/** Rejects options with an API key, because every visitor can read what a page contains. */
export interface NoApiKey {
  /** Not valid: a key in a page is public. */
  readonly apiKey?: never;
  /** Not valid, like `apiKey`. */
  readonly accessToken?: never;
}

/**
 * Throws when an API key, or no options, are passed by code without types.
 *
 * @throws ConnectError `configuration_invalid`, which names the option and never repeats it.
 */
export function refuseApiKey(options: NoApiKey): void {
  if (Object(options) !== options) throw failure("configuration_invalid", "The options must be an object.");
  for (const name of ["apiKey", "accessToken"] as const) {
    if (options[name] === undefined) continue;
    throw failure(
      "configuration_invalid",
      `${name} must not be in a page, where every visitor can read it. Mint on your server, and revoke this key.`,
    );
  }
}

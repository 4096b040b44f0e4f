import { failure } from "./failure.ts";

/** Options that never hold an API key: what a page holds, every visitor can read. */
export interface NoApiKey {
  /** Refused: a key in a page is a key in public. */
  readonly apiKey?: never;
  /** Refused, as `apiKey` is. */
  readonly accessToken?: never;
}

/**
 * Refuses an API key that was passed where the types were not looked at.
 *
 * @throws ConnectError `configuration_invalid`, naming the option, never repeating it.
 */
export function refuseApiKey(options: NoApiKey): void {
  for (const name of ["apiKey", "accessToken"] as const) {
    if (options?.[name] === undefined) continue;
    throw failure(
      "configuration_invalid",
      `${name} must not be in a page, where every visitor can read it: mint on your server, and revoke this one.`,
    );
  }
}

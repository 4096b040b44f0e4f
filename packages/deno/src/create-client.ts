import type { Client } from "@plastiq-connect/core";
import { type AdapterOptions, attachOperations } from "@plastiq-connect/core/adapter";
import { createCaller } from "./create-caller.ts";
import { optionsFromEnv } from "./options-from-env.ts";

/**
 * Creates a client for Deno. Missing options come from `PLASTIQ_API_KEY`, `PLASTIQ_ENVIRONMENT` (`sandbox` or
 * `production`) and `PLASTIQ_BASE_URL`. It does no I/O.
 *
 * A missing API key fails each call, not this function. A missing permission to read a variable fails this function,
 * and a missing network permission fails each call. Both errors name the flag.
 *
 * @throws ConnectError `configuration_invalid`, naming the option, the variable or the flag.
 * @example
 * ```ts
 * import { createClient } from "@plastiq-connect/deno";
 *
 * export const connect = createClient(); // reads PLASTIQ_API_KEY
 * ```
 */
export function createClient(options: AdapterOptions = {}): Client {
  return attachOperations(createCaller(optionsFromEnv(options)));
}

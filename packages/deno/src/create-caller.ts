import { type Caller, type CallerOptions, createCaller as createCoreCaller } from "@plastiq-connect/core";
import { netPermissionFetch } from "./net-permission.ts";
import { sendOnce } from "./send-once.ts";

/**
 * Creates a caller: pass it to `createClientSecret` and the other operations, and a bundler keeps only those that you
 * use. `createClient` attaches all operations. It does no I/O and reads no environment variable; see `optionsFromEnv`.
 *
 * Unlike core's `createCaller`, it prevents Deno from sending a request twice that must not be sent twice. A missing
 * network permission is an error that names the flag.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 * @example
 * ```ts
 * import { type ClientSecret, createCaller, createClientSecret, optionsFromEnv } from "@plastiq-connect/deno";
 *
 * const caller = createCaller(optionsFromEnv());
 *
 * export const mint = (payerId: string): Promise<ClientSecret> =>
 *   createClientSecret(caller, { payer: { id: payerId } }, { endUser: "none" });
 * ```
 */
export function createCaller(options: CallerOptions): Caller {
  return createCoreCaller({ ...options, fetch: netPermissionFetch(options?.fetch ?? sendOnce) });
}

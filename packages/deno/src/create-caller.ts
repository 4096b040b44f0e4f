import { type Caller, type CallerOptions, createCaller as createCoreCaller } from "@plastiq-connect/core";
import { netPermissionFetch } from "./net-permission.ts";
import { sendOnce } from "./send-once.ts";

/**
 * Creates a caller: pass it to `createClientSecret` and the other operations, and a bundler keeps only those that you
 * use. `createClient` attaches them all. It does no I/O and reads no environment variable; see `optionsFromEnv`.
 *
 * Unlike core's `createCaller`, it never lets Deno send a request twice that must not be repeated. A missing network
 * permission is an error that names the flag.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 */
export function createCaller(options: CallerOptions): Caller {
  return createCoreCaller({ ...options, fetch: netPermissionFetch(options.fetch ?? sendOnce) });
}

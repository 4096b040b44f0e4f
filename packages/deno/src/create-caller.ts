import {
  type Caller,
  type CallerOptions,
  createCaller as createCoreCaller,
  type Fetch,
  type TransportOptions,
} from "@plastiq-connect/core";
import { type Credential, createCallerWith as createCoreCallerWith } from "@plastiq-connect/core/adapter";
import { netPermissionFetch } from "./net-permission.ts";
import { sendOnce } from "./send-once.ts";

/**
 * The smallest way to the API for a server: pass it to `createClientSecret` and its like, and a bundler keeps only the
 * operations that are used. `createClient` attaches them all. It does no I/O, and reads no environment variable.
 *
 * Unlike core's, it sends once what must not happen twice, and a missing permission of the network is an error that
 * names the flag.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 */
export function createCaller(options: CallerOptions): Caller {
  return createCoreCaller({ ...options, fetch: guardedFetch(options) });
}

/** As {@link createCaller}, with any credential. */
export function createCallerWith(credential: Credential, options: TransportOptions): Caller {
  return createCoreCallerWith(credential, { ...options, fetch: guardedFetch(options) });
}

function guardedFetch({ fetch }: TransportOptions): Fetch {
  return netPermissionFetch(fetch ?? sendOnce);
}

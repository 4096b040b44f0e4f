import type { CallerOptions } from "@plastiq-connect/core";
import { type AdapterOptions, completeOptions } from "@plastiq-connect/core/adapter";

/**
 * Completes the options from the environment variables `PLASTIQ_API_KEY`, `PLASTIQ_ENVIRONMENT` and `PLASTIQ_BASE_URL`.
 * An empty variable counts as missing. With `environment` or `baseUrl` in the options, neither of their variables is
 * read. `PLASTIQ_LOG` sets `logLevel`.
 *
 * A missing API key fails each call, not this function: frameworks import modules during a build without secrets.
 *
 * @example
 * ```ts
 * import { createCaller, optionsFromEnv } from "@plastiq-connect/node";
 *
 * export const caller = createCaller(optionsFromEnv({ timeout: 5_000 }));
 * ```
 */
export function optionsFromEnv(options: AdapterOptions = {}): CallerOptions {
  return completeOptions(
    options,
    (name) => process.env[name],
    "set PLASTIQ_API_KEY",
    () => process.env.PLASTIQ_LOG,
  );
}

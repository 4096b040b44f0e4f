import type { CallerOptions } from "@plastiq-connect/core";
import { type AdapterOptions, completeOptions, configurationInvalid } from "@plastiq-connect/core/adapter";
import { sendHeaderBytes } from "./header-bytes.ts";

/** A binding to a secret in the account's Secrets Store. */
export interface SecretBinding {
  /** Fetches the secret. Rejects when the store does not have it. */
  get(): Promise<string>;
}

/** The bindings of a Worker that a client reads. `env` may contain others. */
export interface Bindings {
  /** A secret of the Worker (`wrangler secret put PLASTIQ_API_KEY`), or a binding to the Secrets Store. */
  readonly PLASTIQ_API_KEY?: string | SecretBinding | undefined;
  /** `sandbox` (the default) or `production`. */
  readonly PLASTIQ_ENVIRONMENT?: string | undefined;
  /** Another base URL of the API. Overrides `PLASTIQ_ENVIRONMENT`. */
  readonly PLASTIQ_BASE_URL?: string | undefined;
  /** The `logLevel`: `debug`, `info`, `warn`, `error` or `off` (the default). */
  readonly PLASTIQ_LOG?: string | undefined;
}

/**
 * Completes the options from the bindings `PLASTIQ_API_KEY`, `PLASTIQ_ENVIRONMENT` and `PLASTIQ_BASE_URL`. An empty
 * binding counts as missing. With `environment` or `baseUrl` in the options, neither of their bindings is read.
 * `PLASTIQ_LOG` sets `logLevel`.
 *
 * Use it to keep a Worker that only mints small: `createClientSecret(createCaller(optionsFromEnv(env)), ...)`.
 *
 * A key in the Secrets Store is read once per call, and once more after a 401. A missing key fails each call, not this
 * function.
 *
 * @example
 * ```ts
 * import { type Bindings, type ClientSecret, createCaller, createClientSecret, optionsFromEnv } from "@plastiq-connect/cloudflare";
 *
 * export const mint = (env: Bindings, payerId: string): Promise<ClientSecret> =>
 *   createClientSecret(createCaller(optionsFromEnv(env)), { payer: { id: payerId } }, { endUser: "none" });
 * ```
 */
export function optionsFromEnv(env: Bindings, options: AdapterOptions = {}): CallerOptions {
  if (Object(env) !== env) throw configurationInvalid("env must be an object: the Worker's bindings.");
  const bound = env.PLASTIQ_API_KEY;
  // Without types, it may also be null.
  const stored = Object(bound) === bound ? () => (bound as SecretBinding).get() : undefined;
  return completeOptions(
    {
      ...options,
      apiKey: options.apiKey ?? stored,
      fetch: sendHeaderBytes(options.fetch ?? ((url, init) => globalThis.fetch(url, init))),
    },
    (name) => env[name] as string | undefined,
    "run wrangler secret put PLASTIQ_API_KEY",
    () => env.PLASTIQ_LOG,
  );
}

import type { CallerOptions } from "@plastiq-connect/core";
import { type AdapterOptions, completeOptions } from "@plastiq-connect/core/adapter";
import { sendHeaderBytes } from "./header-bytes.ts";

/** A secret of the account's Secrets Store, as it is bound to a Worker. */
export interface SecretBinding {
  /** The secret. Rejects when the store has none. */
  get(): Promise<string>;
}

/** What a client reads of a Worker's `env`; the rest of it may be anything. */
export interface Bindings {
  /** A secret of the Worker (`wrangler secret put PLASTIQ_API_KEY`), or one of the Secrets Store. */
  readonly PLASTIQ_API_KEY?: string | SecretBinding | undefined;
  /** `sandbox` (the default) or `production`. */
  readonly PLASTIQ_ENVIRONMENT?: string | undefined;
  /** Another address of the API; wins over `PLASTIQ_ENVIRONMENT`. */
  readonly PLASTIQ_BASE_URL?: string | undefined;
}

/**
 * The options, completed from the bindings; an empty one counts as not set. Naming the environment or the base URL in
 * the options sets both of their bindings aside.
 *
 * With it a Worker that only mints stays small: `createClientSecret(createCaller(withBindings(env)), ...)`.
 *
 * A key in the Secrets Store is fetched once per call, and once more when the vendor answers 401.
 *
 * @throws ConnectError `configuration_invalid` when neither names an API key.
 */
export function withBindings(env: Bindings, options: AdapterOptions = {}): CallerOptions {
  const bound = env.PLASTIQ_API_KEY;
  const stored = typeof bound === "object" ? () => bound.get() : undefined;
  return completeOptions(
    {
      ...options,
      apiKey: options.apiKey ?? stored,
      fetch: sendHeaderBytes(options.fetch ?? ((url, init) => globalThis.fetch(url, init))),
    },
    (name) => env[name] as string | undefined,
    "run wrangler secret put PLASTIQ_API_KEY",
  );
}

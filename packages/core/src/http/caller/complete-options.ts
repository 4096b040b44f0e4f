import { baseUrlOf, type EnvironmentOptions } from "../../environment.ts";
import { checkOptions, configurationInvalid } from "../../error.ts";
import { type LogOptions, logLevelOf, withLog } from "../hooks/logger.ts";
import type { CallerOptions } from "./caller.ts";

/** The name of a setting: an environment variable, or a Worker's binding. */
export type SettingName = "PLASTIQ_API_KEY" | "PLASTIQ_ENVIRONMENT" | "PLASTIQ_BASE_URL";

/** Options of a server adapter: those of `createClient`, each optional. The settings supply missing options. */
export type AdapterOptions = { readonly [Name in keyof CallerOptions]?: CallerOptions[Name] | undefined } & LogOptions;

/**
 * Completes the options from a runtime's settings. An empty setting counts as missing. With `environment` or `baseUrl`
 * in the options, neither of their settings is read.
 *
 * A missing API key is not an error here: frameworks import a server's modules while they build it, without its
 * secrets. Each call reads the key again, and rejects with `configuration_invalid` while it is missing.
 *
 * @param how How to set the key, such as `set PLASTIQ_API_KEY`.
 * @param readLog Reads `PLASTIQ_LOG`, which sets `logLevel`. It returns undefined where the setting may not be read.
 */
export function completeOptions(
  options: AdapterOptions,
  read: (name: SettingName) => string | undefined,
  how: string,
  readLog: () => string | undefined = () => undefined,
): CallerOptions {
  checkOptions(options);
  const apiKey = options.apiKey ?? (read("PLASTIQ_API_KEY") || lateKey);
  const address = addressOf(options, read);
  return withLog({ ...options, apiKey, ...address, logLevel: options.logLevel ?? logLevelOf(readLog()) });

  function lateKey(): string {
    const key = read("PLASTIQ_API_KEY");
    if (!key) throw configurationInvalid(`The API key is missing: ${how}, or pass apiKey.`);
    // A key that was set together with a new address must not be sent to the old address.
    if (baseUrlOf(addressOf(options, read)) === baseUrlOf(address)) return key;
    throw configurationInvalid(
      "PLASTIQ_ENVIRONMENT or PLASTIQ_BASE_URL has changed since the client was created: set them before that.",
    );
  }
}

function addressOf(
  { environment, baseUrl }: AdapterOptions,
  read: (name: SettingName) => string | undefined,
): EnvironmentOptions {
  // Read here, because a spread of the options omits the getters of a class.
  if (environment !== undefined || baseUrl !== undefined) return { environment, baseUrl };
  return {
    environment: (read("PLASTIQ_ENVIRONMENT") || undefined) as EnvironmentOptions["environment"],
    baseUrl: read("PLASTIQ_BASE_URL") || undefined,
  };
}

import type { EnvironmentOptions } from "../environment.ts";
import { configurationInvalid } from "../error.ts";
import type { CallerOptions } from "./caller.ts";

/** A setting's name in every runtime: of an environment variable, or of a Worker's binding. */
export type SettingName = "PLASTIQ_API_KEY" | "PLASTIQ_ENVIRONMENT" | "PLASTIQ_BASE_URL";

/** A server adapter's options: all that {@link CallerOptions} holds, and whatever is left out comes from the settings. */
export type AdapterOptions = { readonly [Name in keyof CallerOptions]?: CallerOptions[Name] | undefined };

/**
 * The options, completed from a runtime's settings; an empty setting counts as not set. Naming the environment or the
 * base URL in the options sets both of their settings aside, which are then not read.
 *
 * @param how What to do when there is no key, such as `set PLASTIQ_API_KEY`.
 * @throws ConnectError `configuration_invalid` when neither names an API key.
 */
export function completeOptions(
  options: AdapterOptions,
  read: (name: SettingName) => string | undefined,
  how: string,
): CallerOptions {
  const apiKey = options.apiKey ?? (read("PLASTIQ_API_KEY") || undefined);
  if (apiKey === undefined) throw configurationInvalid(`There is no API key: ${how}, or pass apiKey.`);
  if (options.environment !== undefined || options.baseUrl !== undefined) return { ...options, apiKey };
  const environment = (read("PLASTIQ_ENVIRONMENT") || undefined) as EnvironmentOptions["environment"];
  return { ...options, apiKey, environment, baseUrl: read("PLASTIQ_BASE_URL") || undefined };
}

import type { CallerOptions } from "@plastiq-connect/core";
import {
  type AdapterOptions,
  completeOptions,
  configurationInvalid,
  type SettingName,
} from "@plastiq-connect/core/adapter";
import { isNotCapable } from "./not-capable.ts";

// What is used of Deno's globals. Declared here, so that no type of Deno's is needed to compile this package.
declare const Deno: { readonly env: { get(name: string): string | undefined } };

const VARIABLES = "PLASTIQ_API_KEY,PLASTIQ_ENVIRONMENT,PLASTIQ_BASE_URL";

/**
 * The options, completed from the environment variables. What an option says is not read, and needs no permission.
 *
 * @throws ConnectError `configuration_invalid` when there is no API key, or a variable may not be read.
 */
export function withEnvironment(options: AdapterOptions): CallerOptions {
  return completeOptions(options, read, "set PLASTIQ_API_KEY");
}

function read(name: SettingName): string | undefined {
  try {
    return Deno.env.get(name);
  } catch (error) {
    if (!isNotCapable(error)) throw error;
    throw configurationInvalid(`Deno may not read ${name}: run with --allow-env=${VARIABLES}`);
  }
}

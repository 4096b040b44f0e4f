import type { CallerOptions } from "@plastiq-connect/core";
import {
  type AdapterOptions,
  completeOptions,
  configurationInvalid,
  type SettingName,
} from "@plastiq-connect/core/adapter";
import { isNotCapable } from "./not-capable.ts";

// The parts of Deno's globals that this file uses. Declared here, so that this package compiles without Deno's types.
declare const Deno: {
  readonly env: { get(name: string): string | undefined };
  readonly permissions: { querySync(descriptor: { name: "env"; variable: string }): { readonly state: string } };
};

const VARIABLES = "PLASTIQ_API_KEY,PLASTIQ_ENVIRONMENT,PLASTIQ_BASE_URL";

/**
 * Completes the options from the environment variables `PLASTIQ_API_KEY`, `PLASTIQ_ENVIRONMENT` and `PLASTIQ_BASE_URL`.
 * The variable of an option that is set is not read, and needs no permission. `PLASTIQ_LOG` sets `logLevel` if Deno may
 * read it; otherwise it is ignored.
 *
 * A missing API key fails each call, not this function: frameworks import modules during a build without secrets.
 *
 * @throws ConnectError `configuration_invalid` when a permission is missing to read a variable.
 * @example
 * ```ts
 * import { createCaller, optionsFromEnv } from "@plastiq-connect/deno";
 *
 * export const caller = createCaller(optionsFromEnv({ timeout: 5_000 }));
 * ```
 */
export function optionsFromEnv(options: AdapterOptions = {}): CallerOptions {
  return completeOptions(options, read, "set PLASTIQ_API_KEY", readLog);
}

// An optional log must not cause a permission prompt or an error.
function readLog(): string | undefined {
  const variable = "PLASTIQ_LOG";
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted" ? Deno.env.get(variable) : undefined;
}

function read(name: SettingName): string | undefined {
  try {
    return Deno.env.get(name);
  } catch (error) {
    if (!isNotCapable(error)) throw error;
    throw configurationInvalid(`Deno may not read ${name}: run with --allow-env=${VARIABLES}`);
  }
}

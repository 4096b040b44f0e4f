import { type ApiKey, apiKeyCredential } from "../../auth/api-key.ts";
import { configurationInvalid } from "../../error.ts";
import { type CallLimits, DEFAULT_CALL_LIMITS, fullCallLimits } from "../attempts/call-limits.ts";
import type { Hooks } from "../hooks/hooks.ts";
import type { Caller } from "./caller.ts";
import { callerInvalid, isCaller } from "./invoke.ts";

/** Options for `withOptions`. */
export interface DerivedOptions extends CallLimits {
  /** A different API key of the same environment. */
  readonly apiKey?: ApiKey | undefined;
  /** Hooks that replace the caller's. */
  readonly hooks?: Hooks | undefined;
}

/**
 * Returns a caller with other options that shares the connections of the given caller. It does not own them: closing
 * the first caller closes both.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 * @example
 * ```ts
 * import { type Caller, withOptions } from "@plastiq-connect/core";
 *
 * export function patient(caller: Caller): Caller {
 *   return withOptions(caller, { deadline: 120_000, retries: 5 });
 * }
 * ```
 */
export function withOptions(caller: Caller, options: DerivedOptions): Caller {
  if (!isCaller(caller)) throw callerInvalid();
  const { apiKey, hooks, timeout, deadline, retries, ...rest } = options ?? ({} as DerivedOptions);
  const [other] = Object.keys(rest);
  if (other) throw configurationInvalid(`withOptions does not take ${other}. Create another client.`);
  fullCallLimits(DEFAULT_CALL_LIMITS, { timeout, deadline, retries });
  const credential = apiKey === undefined ? undefined : apiKeyCredential(apiKey);
  const defaults = { timeout, deadline, retries, hooks, credential };
  return { ...caller, call: (operation, input, own) => caller.call(operation, input, merged(defaults, own)) };
}

// An option that is undefined counts as missing.
function merged<Options extends object>(defaults: Partial<Options>, options: Options): Options {
  const set = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) } as Options;
}

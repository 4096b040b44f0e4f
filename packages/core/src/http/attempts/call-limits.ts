import { configurationInvalid } from "../../error.ts";

/** Limits of a call: its timeouts and retries. Times are in milliseconds. */
export interface CallLimits {
  /** Timeout of one attempt in milliseconds, from reading the credential to the last byte. Default 10,000. */
  readonly timeout?: number | undefined;
  /** Limit of the whole call in milliseconds, including pauses and retries. Default 30,000. */
  readonly deadline?: number | undefined;
  /** Maximum number of retries, where the operation allows them. Default 2. */
  readonly retries?: number | undefined;
}

/** {@link CallLimits} with every default filled in. */
export type FullCallLimits = { -readonly [Name in keyof CallLimits]-?: number };

/** The defaults of {@link CallLimits}. */
export const DEFAULT_CALL_LIMITS: FullCallLimits = { timeout: 10_000, deadline: 30_000, retries: 2 };

/** The maximum delay of `setTimeout`. A longer delay would fire at once. */
export const MAX_MS = 2_147_483_647;

/**
 * Fills in the defaults, and checks every number.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 */
export function fullCallLimits(defaults: FullCallLimits, options: CallLimits): FullCallLimits {
  if ((options.timeout ?? options.deadline ?? options.retries) === undefined) return defaults;
  const full = {} as FullCallLimits;
  for (const name of Object.keys(DEFAULT_CALL_LIMITS) as (keyof CallLimits)[]) {
    const value = options[name] ?? defaults[name];
    const least = name === "retries" ? 0 : 1;
    if (!Number.isFinite(value) || value < least || value > MAX_MS) {
      throw configurationInvalid(`${name} must be a number from ${least} to ${MAX_MS}.`);
    }
    full[name] = value;
  }
  return full;
}

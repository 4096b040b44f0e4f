import { configurationInvalid } from "../../error.ts";

/** Timeouts and retries of a call. Times are in milliseconds. */
export interface Patience {
  /** Timeout of one attempt, from reading the credential to the last byte of the response. Default 10,000. */
  readonly timeout?: number | undefined;
  /** Limit of the whole call, including pauses and retries. Default 30,000. */
  readonly deadline?: number | undefined;
  /** Maximum number of retries, where the operation allows them. Default 2. */
  readonly retries?: number | undefined;
}

/** {@link Patience} with every default filled in. */
export type FullPatience = { -readonly [Name in keyof Patience]-?: number };

/** The defaults of {@link Patience}. */
export const DEFAULT_PATIENCE: FullPatience = { timeout: 10_000, deadline: 30_000, retries: 2 };

// The maximum delay of `setTimeout`. A longer delay would fire at once.
const MAX_MS = 2_147_483_647;

/**
 * Fills in the defaults, and checks every number.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 */
export function fullPatience(defaults: FullPatience, options: Patience): FullPatience {
  if ((options.timeout ?? options.deadline ?? options.retries) === undefined) return defaults;
  const full = { ...defaults };
  for (const name of Object.keys(DEFAULT_PATIENCE) as (keyof Patience)[]) {
    const value = options[name] ?? defaults[name];
    const least = name === "retries" ? 0 : 1;
    if (!Number.isFinite(value) || value < least || value > MAX_MS) {
      throw configurationInvalid(`${name} must be a number from ${least} to ${MAX_MS}.`);
    }
    full[name] = value;
  }
  return full;
}

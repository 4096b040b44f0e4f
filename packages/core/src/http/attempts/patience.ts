import { configurationInvalid } from "../../error.ts";

/** How long a call may take, and how often it is retried. Times are in milliseconds. */
export interface Patience {
  /** How long one attempt may take, from asking for the credential to the last byte of the response. Default 10,000. */
  readonly timeout?: number | undefined;
  /** How long the whole call may take, pauses and retries included. Default 30,000. */
  readonly deadline?: number | undefined;
  /** How often a failed attempt is retried where the operation allows it. Default 2. */
  readonly retries?: number | undefined;
}

/** {@link Patience} with every default filled in. */
export type FullPatience = { -readonly [Name in keyof Patience]-?: number };

/** The patience of a client whose options set none. */
export const DEFAULT_PATIENCE: FullPatience = { timeout: 10_000, deadline: 30_000, retries: 2 };

// The longest delay of setTimeout: a longer one would fire at once.
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

import { type ClientSecret, type ConnectError, isConnectError, type Outcome } from "@plastiq-connect/core";
import { withOutcome } from "./failure.ts";

/** What is being done, for a page to show. `minting-again`: the secret had expired, or was refused. */
export type SecretState = "minting" | "minting-again" | "tokenizing";

/** See {@link withClientSecret}. */
export interface WithClientSecretOptions {
  /** Told of every step. It is not waited for, and when it throws, nothing changes but a line in the console. */
  readonly onState?: ((state: SecretState) => void) | undefined;
}

/**
 * Makes a function that mints a client secret and spends it, fit to be called from a submit handler.
 *
 * - A call while one is under way (a double click) gets that one's promise: one secret, one payment method.
 * - It mints once more, and only once, when the secret has expired before use, or when `use` fails as `unauthorized` and
 *   its outcome is certain.
 * - It never repeats a use whose effect is unknown: that error comes through, with `outcome: "unknown"`.
 *
 * The secret is kept nowhere but in the call. Errors come through; the `outcome` always speaks of the use, so that after
 * a failed mint it is `not-sent`, or what a first use came to.
 *
 * @param get Mints; see {@link fetchClientSecret}.
 * @param use Spends the secret once; see {@link tokenizeCard}. What the made function is called with is passed on to it.
 */
export function withClientSecret<Args extends readonly unknown[], Result>(
  get: () => Promise<ClientSecret>,
  use: (secret: ClientSecret, ...args: Args) => Promise<Result>,
  { onState }: WithClientSecretOptions = {},
): (...args: Args) => Promise<Result> {
  let underWay: Promise<Result> | undefined;

  async function run(args: Args): Promise<Result> {
    let outcome: Outcome = "not-sent";
    for (let again = false; ; again = true) {
      tell(again ? "minting-again" : "minting");
      const secret = await get().catch((error) => {
        throw isConnectError(error) ? withOutcome(error, outcome) : error;
      });
      if (secret.expired && !again) continue;
      tell("tokenizing");
      try {
        return await use(secret, ...args);
      } catch (error) {
        if (again || !isSecretRefused(error)) throw error;
        outcome = error.outcome;
      }
    }
  }

  function tell(state: SecretState): void {
    try {
      onState?.(state);
    } catch (error) {
      console.error("plastiq-connect: onState failed:", error);
    }
  }

  return (...args) => {
    // `run` starts a moment later: by then a call from within `onState` finds this one under way.
    underWay ??= Promise.resolve(args)
      .then(run)
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };
}

// Only a refusal that is certain: the same card must not be stored twice.
function isSecretRefused(error: unknown): error is ConnectError {
  return isConnectError(error) && error.code === "unauthorized" && error.outcome !== "unknown";
}

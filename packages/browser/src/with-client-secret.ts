import type { ClientSecret } from "@plastiq-connect/core";
import { failure } from "./failure.ts";
import { sameInput } from "./same-input.ts";
import { aborted, type Run, type SecretState, type SecretStepOptions, startRun } from "./secret-run.ts";

/** Options for {@link withClientSecret}. */
export interface WithClientSecretOptions {
  /**
   * Called at every step, and once at the end. The call does not wait for it. When it throws, the error is written to
   * the console and the call goes on.
   */
  readonly onState?: ((state: SecretState) => void) | undefined;
}

/** Options for one call of the function that {@link withClientSecret} returns. */
export interface SecretCallOptions {
  /**
   * Aborts the call. The function accepts another call at once. After an abort during `use`, the outcome can be
   * `unknown`.
   */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Returns a function that mints a client secret and uses it, ready to be called from a submit handler.
 *
 * - A call with the same input while one is in progress (a double click) gets the result of that one: one secret, one
 *   payment method. A call with a different input fails with code `conflict` and outcome `not-sent`.
 * - It mints once more, and only once, when the secret has expired before use, or when `use` fails as `unauthorized`
 *   and the outcome is certain.
 * - It never retries a use whose outcome is `unknown`. It rejects with that error.
 * - `get` and `use` must not await the function itself with the same input: they would wait for their own call until its
 *   `signal` aborts. A page cannot tell such a call from a double click.
 *
 * The secret is not kept after the call. The `outcome` of an error always refers to the use: after a failed mint it is
 * `not-sent`, or the outcome of the first use.
 *
 * @param get Mints a secret; see {@link fetchClientSecret}.
 * @param use Uses the secret once; see {@link tokenizeCard}. It gets a copy of the call's input.
 *
 * @example
 * ```ts
 * import { type CardData, fetchClientSecret, tokenizeCard, withClientSecret } from "@plastiq-connect/browser";
 *
 * const storeCard = withClientSecret(
 *   ({ signal }) => fetchClientSecret({ endpoint: "/client-secret", signal }),
 *   (clientSecret, card: CardData, { signal }) => tokenizeCard({ clientSecret, card, signal }),
 * );
 * ```
 */
export function withClientSecret<Input = void, Result = unknown>(
  get: (options: SecretStepOptions) => Promise<ClientSecret>,
  use: (secret: ClientSecret, input: Input, options: SecretStepOptions) => Promise<Result>,
  { onState }: WithClientSecretOptions = {},
): (input: Input, options?: SecretCallOptions) => Promise<Result> {
  let current: Run<Input, Result> | undefined;

  // A run that was aborted and replaced by another no longer calls `onState`.
  function tell(run: Run<Input, Result>, state: SecretState): void {
    if (current !== run) return;
    // Cleared first, so that `onState` can start another call at the end of this one.
    if (state === "done" || state === "failed") current = undefined;
    try {
      onState?.(state);
    } catch (error) {
      console.error("plastiq-connect: onState failed:", error);
    }
  }

  return (input, { signal } = {}) => {
    if (signal?.aborted) return Promise.reject(aborted("not-sent"));
    if (current && !sameInput(current.input, input)) return Promise.reject(failure("conflict", IN_PROGRESS));
    current ??= startRun(input, { get, use, tell });
    return current.follow(signal);
  };
}

const IN_PROGRESS =
  "Another call with other input is in progress, so nothing was sent for this one. " +
  "Wait until the other call has ended, or abort it with its signal.";

import { type ClientSecret, type ConnectError, isConnectError, type Outcome } from "@plastiq-connect/core";
import { failure, withOutcome } from "./failure.ts";
import { snapshotOf } from "./same-input.ts";

/**
 * The current step of a call, for a page to show. `minting-again`: the first secret had expired or was refused. Every
 * call ends with `done` or `failed`.
 */
export type SecretState = "minting" | "minting-again" | "tokenizing" | "done" | "failed";

/** The options that `withClientSecret` passes to `get` and `use`. */
export interface SecretStepOptions {
  /** Aborted when every caller has aborted. Pass it to `fetchClientSecret` and `tokenizeCard`. */
  readonly signal: AbortSignal;
}

/** One mint and use of a secret, which several callers can wait for. */
export interface Run<Input, Result> {
  /** A copy of the input at the start of the run. */
  readonly input: Input;
  /** Waits for the result, or until the caller's signal is aborted. The run ends when the last caller aborts. */
  follow(signal: AbortSignal | undefined): Promise<Result>;
}

/** The steps of a run. */
interface Steps<Input, Result> {
  get(options: SecretStepOptions): Promise<ClientSecret>;
  use(secret: ClientSecret, input: Input, options: SecretStepOptions): Promise<Result>;
  tell(run: Run<Input, Result>, state: SecretState): void;
}

/** The state of a run when it is aborted. */
interface Progress {
  readonly signal: AbortSignal;
  /** The outcome of the use of the secret if the run ends now. */
  outcome: Outcome;
}

/** Starts a run in the next microtask, so that a call from its own `onState` finds it in progress. */
export function startRun<Input, Result>(input: Input, steps: Steps<Input, Result>): Run<Input, Result> {
  const controller = new AbortController();
  const progress: Progress = { signal: controller.signal, outcome: "not-sent" };
  const copy = snapshotOf(input);
  let waiting = 0;

  const run: Run<Input, Result> = {
    input: copy,
    follow(signal) {
      waiting++;
      if (!signal) return result;
      return new Promise((resolve, reject) => {
        const onAbort = (): void => {
          waiting--;
          if (waiting > 0) {
            reject(aborted(progress.outcome));
          } else {
            steps.tell(run, "failed");
            // The result rejects soon, with the most precise outcome.
            controller.abort();
          }
        };
        signal.addEventListener("abort", onAbort);
        result.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
      });
    },
  };
  const result = Promise.resolve()
    .then(() => mintAndUse(copy, progress, { ...steps, tell: (state) => steps.tell(run, state) }))
    .then(
      (value) => {
        steps.tell(run, "done");
        return value;
      },
      (error) => {
        steps.tell(run, "failed");
        throw error;
      },
    );
  return run;
}

async function mintAndUse<Input, Result>(
  input: Input,
  progress: Progress,
  { get, use, tell }: Omit<Steps<Input, Result>, "tell"> & { tell(state: SecretState): void },
): Promise<Result> {
  const { signal } = progress;
  for (let again = false; ; again = true) {
    tell(again ? "minting-again" : "minting");
    const secret = await untilAbort(progress, () => get({ signal })).catch((error) => {
      throw isConnectError(error) ? withOutcome(error, progress.outcome) : error;
    });
    if (secret.expired && !again) continue;
    tell("tokenizing");
    try {
      return await untilAbort(progress, () => {
        progress.outcome = "unknown";
        return use(secret, input, { signal });
      });
    } catch (error) {
      if (again || !isSecretRefused(error)) throw error;
      progress.outcome = error.outcome;
    }
  }
}

/** Settles with a step, or soon after an abort when the step ignores the signal. After an abort, no step starts. */
function untilAbort<Value>(progress: Progress, step: () => Promise<Value>): Promise<Value> {
  const { signal } = progress;
  return new Promise((resolve, reject) => {
    // A step that handles the signal needs a moment to report its outcome.
    const onAbort = (): void => void setTimeout(() => reject(aborted(progress.outcome)));
    if (signal.aborted) return onAbort();
    // The signal belongs to one run, so the listener need not be removed.
    signal.addEventListener("abort", onAbort);
    // An async function also handles a step that throws synchronously or returns no promise.
    (async () => step())().then(resolve, reject);
  });
}

/** Creates the error of an aborted call. */
export function aborted(outcome: Outcome): ConnectError {
  const more = outcome === "unknown" ? " The request may have taken effect." : "";
  return failure("aborted", `Aborted by the caller.${more}`, outcome);
}

// Only a certain refusal, because the same card must not be stored twice.
function isSecretRefused(error: unknown): error is ConnectError {
  return isConnectError(error) && error.code === "unauthorized" && error.outcome !== "unknown";
}

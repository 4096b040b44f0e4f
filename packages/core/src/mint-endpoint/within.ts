import { ConnectError, configurationInvalid } from "../error.ts";

// The maximum delay of `setTimeout`. A longer delay would fire at once.
const MAX_MS = 2_147_483_647;

/** Waits for work with a timeout. */
export type Within = <Value>(work: () => Value | Promise<Value>, signal: AbortSignal | undefined) => Promise<Value>;

/**
 * Returns a function that waits for the user's own code for at most `timeout` milliseconds, or until the end user
 * disconnects. It rejects with the error of that code, or with a ConnectError `timed_out` or `aborted`.
 *
 * @throws ConnectError `configuration_invalid` when `timeout` is not a valid timer delay.
 */
export function within(timeout: number): Within {
  if (!(timeout >= 1 && timeout <= MAX_MS)) {
    throw configurationInvalid(`\`timeout\` must be a number from 1 to ${MAX_MS}.`);
  }
  return async (work, signal) => {
    const running = work();
    if (!(running instanceof Object && "then" in running)) return running;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let onAbort = (): void => {};
    try {
      return await new Promise((resolve, reject) => {
        const stop = (code: "aborted" | "timed_out", message: string): void =>
          reject(new ConnectError({ code, outcome: "not-sent", message }));
        onAbort = () => stop("aborted", "The end user disconnected.");
        if (signal?.aborted) onAbort();
        signal?.addEventListener("abort", onAbort);
        timer = setTimeout(() => stop("timed_out", `Your function did not finish within ${timeout} ms.`), timeout);
        running.then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
  };
}

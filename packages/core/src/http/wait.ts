import { ConnectError } from "../error.ts";

/** Resolves after `ms` milliseconds. @throws ConnectError `aborted` (it rejects) when the signal fires. */
export function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(new ConnectError({ code: "aborted", outcome: "not-sent", message: "The caller aborted the call." }));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted) abort();
  });
}

/** Returns whether a read that failed this way is worth making again later. */
export function isPassing(error: unknown): error is ConnectError {
  return (error as Partial<ConnectError>)?.next === "retry-later" && (error as ConnectError).code !== "aborted";
}

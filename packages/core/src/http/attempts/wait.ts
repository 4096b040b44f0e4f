import { ConnectError } from "../../error.ts";
import { onAbort } from "./abort.ts";

/** Resolves after `ms` milliseconds. @throws ConnectError `aborted` (it rejects) when the signal is aborted. */
export function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      release?.();
      settle();
    };
    const abort = (): void =>
      end(() =>
        reject(new ConnectError({ code: "aborted", outcome: "not-sent", message: "The caller aborted the call." })),
      );
    const timer = setTimeout(() => end(resolve), ms);
    const release = signal && onAbort(signal, abort);
    if (signal?.aborted) abort();
  });
}

/** Returns whether a failed read may succeed later. */
export function isPassing(error: unknown): error is ConnectError {
  return (error as Partial<ConnectError>)?.next === "retry-later" && (error as ConnectError).code !== "aborted";
}

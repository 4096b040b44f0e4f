import { ConnectError } from "@plastiq-connect/node";

/** Calls a function with the reason when the signal is aborted, or immediately if it already is. */
export function onAbort(signal: AbortSignal | undefined, then: (reason: unknown) => void): void {
  if (signal?.aborted) then(signal.reason);
  else signal?.addEventListener("abort", () => then(signal.reason), { once: true });
}

/** Settles as the work does. Rejects with the ConnectError `aborted` if the signal is aborted before. */
export function untilAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  const aborted = new Promise<never>((_, reject) => {
    onAbort(signal, () => reject(new ConnectError({ code: "aborted", outcome: "unknown", message: "Interrupted." })));
  });
  return Promise.race([work, aborted]);
}

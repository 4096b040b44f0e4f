/** Calls a function with the reason when the signal is aborted, or immediately if it already is. */
export function onAbort(signal: AbortSignal | undefined, then: (reason: unknown) => void): void {
  if (signal?.aborted) then(signal.reason);
  else signal?.addEventListener("abort", () => then(signal.reason), { once: true });
}

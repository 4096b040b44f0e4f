/** Calls a function with the reason once the signal fires, at once when it has fired. */
export function onAbort(signal: AbortSignal | undefined, then: (reason: unknown) => void): void {
  if (signal?.aborted) then(signal.reason);
  else signal?.addEventListener("abort", () => then(signal.reason), { once: true });
}

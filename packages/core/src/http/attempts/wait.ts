import type { ConnectError } from "../../error.ts";
import { stopAfter, stopError } from "./abort.ts";

/** Resolves after `ms` milliseconds, or as soon as the signal is aborted. */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    stopAfter(ms, signal, () => resolve());
  });
}

/** Resolves after `ms` milliseconds. @throws ConnectError `aborted` (it rejects) when the signal is aborted. */
export async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, signal);
  if (!signal?.aborted) return;
  throw stopError("aborted", "not-sent");
}

/** Returns whether a failed read may succeed later. */
export function isTemporary(error: unknown): error is ConnectError {
  return (error as Partial<ConnectError>)?.next === "retry-later" && (error as ConnectError).code !== "aborted";
}

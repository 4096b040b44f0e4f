import { ConnectError, inputInvalid } from "../../error.ts";
import type { Outcome } from "../../outcome.ts";

interface Listener {
  readonly reactions: Set<() => void>;
  fire(): void;
}

// One listener for each signal, however many calls share it: Node warns of a leak when there are more than ten.
const listeners: WeakMap<AbortSignal, Listener> = /* @__PURE__ */ new WeakMap();

/** Calls `react` when the signal is aborted. Pass a new function each time. Returns a function that removes it again. */
function onAbort(signal: AbortSignal, react: () => void): () => void {
  const listener = listeners.get(signal) ?? listen(signal);
  listener.reactions.add(react);
  return () => {
    listener.reactions.delete(react);
    if (listener.reactions.size > 0 || listeners.get(signal) !== listener) return;
    listeners.delete(signal);
    signal.removeEventListener("abort", listener.fire);
  };
}

function listen(signal: AbortSignal): Listener {
  const reactions = new Set<() => void>();
  // Does not use `this`: it is not the same object in every runtime.
  const listener: Listener = {
    reactions,
    fire() {
      for (const react of [...reactions]) react();
    },
  };
  signal.addEventListener("abort", listener.fire);
  listeners.set(signal, listener);
  return listener;
}

/** The reason why something is stopped. */
type StopCode = "aborted" | "timed_out";

/** Creates the error of something that is stopped. On a timeout, `awaited` is missing after `limit` milliseconds. */
export function stopError(code: StopCode, outcome: Outcome, awaited?: string, limit?: number): ConnectError {
  const message = code === "aborted" ? "The caller aborted the call." : `No complete ${awaited} within ${limit} ms.`;
  return new ConnectError({ code, outcome, message });
}

/**
 * Calls `stop` once: when the time is up, or as soon as the signal is aborted. Returns a function that cancels this.
 *
 * @param limit In milliseconds.
 */
export function stopAfter(limit: number, signal: AbortSignal | undefined, stop: (code: StopCode) => void): () => void {
  const end = (code: StopCode): void => {
    cancel();
    stop(code);
  };
  const release = signal && onAbort(signal, () => end("aborted"));
  const timer = setTimeout(end, limit, "timed_out");
  const cancel = (): void => {
    clearTimeout(timer);
    release?.();
  };
  if (signal?.aborted) end("aborted");
  return cancel;
}

/**
 * Checks a caller's signal by its use, because signals of polyfills and other realms are not instances of this realm's
 * class, and some runtimes cannot listen to one that is frozen or inside a proxy.
 *
 * @throws ConnectError `input_invalid`.
 */
export function checkedSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (signal === undefined) return signal;
  try {
    onAbort(signal, () => {})();
    if (typeof signal.aborted === "boolean") return signal;
  } catch {}
  throw inputInvalid("signal must be an AbortSignal, neither frozen nor inside a proxy.");
}

/** Limits of a user's own code. */
export interface Limits {
  /** In milliseconds. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
  /** Returns the error when the time is up or the signal fires. */
  stopped(code: StopCode): ConnectError;
}

/** Waits for a user's own code within limits. Rejects with the error of that code, or with that of the limits. */
export async function within<Value>(
  work: () => Value | PromiseLike<Value>,
  { limit, signal, stopped }: Limits,
): Promise<Value> {
  const running = work();
  // By its method: a promise of another realm is not an instance of this realm's class.
  if (typeof (running as Partial<PromiseLike<Value>> | undefined)?.then !== "function") return running;
  return await new Promise((resolve, reject) => {
    const cancel = stopAfter(limit, signal, (code) => reject(stopped(code)));
    Promise.resolve(running).then(resolve, reject).then(cancel);
  });
}

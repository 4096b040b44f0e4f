import { inputInvalid } from "../../error.ts";

interface Listener {
  readonly reactions: Set<() => void>;
  fire(): void;
}

// One listener for each signal, however many calls share it: Node warns of a leak when there are more than ten.
const listeners: WeakMap<AbortSignal, Listener> = /* @__PURE__ */ new WeakMap();

/** Calls `react` when the signal is aborted. Returns a function that removes it again. */
export function onAbort(signal: AbortSignal, react: () => void): () => void {
  const listener = listeners.get(signal) ?? listen(signal);
  // A new function for each call, so that the same `react` can be passed twice.
  const own = (): void => react();
  listener.reactions.add(own);
  return () => {
    listener.reactions.delete(own);
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
  listeners.set(signal, listener);
  signal.addEventListener("abort", listener.fire);
  return listener;
}

/**
 * Checks a caller's signal by its members, because signals of polyfills and other realms are not instances of this
 * realm's class.
 *
 * @throws ConnectError `input_invalid`.
 */
export function checkedSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  const { aborted, addEventListener, removeEventListener } = Object(signal) as Partial<AbortSignal>;
  const usable = typeof aborted === "boolean" && typeof (addEventListener && removeEventListener) === "function";
  if (signal === undefined || usable) return signal;
  throw inputInvalid("signal must be an AbortSignal.");
}

/**
 * A change in a sandbox, without its data: read `state()`, `faults()` or `seen()`.
 *
 * Passing time is not a change: a client secret that expires is not announced.
 */
export type SandboxChange =
  /** Payers, client secrets, payment methods, API keys, the clock or a setting. */
  | { readonly kind: "state" }
  | { readonly kind: "faults" }
  /** The request with this id arrived, or more became known of it. */
  | { readonly kind: "seen"; readonly id: number }
  | { readonly kind: "seen-cleared" }
  /** A webhook delivery was added or attempted. */
  | { readonly kind: "deliveries" };

type Listener = (change: SandboxChange) => void;

/** The listeners for changes. Past changes are not kept. */
export interface Changes {
  announce(change: SandboxChange): void;
  /** Returns a function that ends the subscription. */
  subscribe(listener: Listener): () => void;
}

/** Calls the listeners in the order in which they subscribed. One that throws does not stop the others. */
export function createChanges(): Changes {
  const listeners = new Set<{ readonly listener: Listener }>();
  return {
    announce(change) {
      for (const { listener } of [...listeners]) {
        try {
          listener(change);
        } catch (error) {
          // The error must neither fail the call that made the change, nor get lost: the runtime reports it as an
          // unhandled rejection.
          void Promise.reject(error);
        }
      }
    },
    subscribe(listener) {
      const subscription = { listener };
      listeners.add(subscription);
      return () => void listeners.delete(subscription);
    },
  };
}

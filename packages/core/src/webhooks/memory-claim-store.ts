import { type ClaimStore, type ClaimStoreOptions, checkedRetention } from "./claim-store.ts";

interface Entry {
  /** Undefined once the event is done. */
  readonly token: string | undefined;
  readonly endsAt: number;
}

// Ended entries are removed after this many claims, or after as many as there are entries if those are more.
const SWEEP_EVERY = 1_000;

/**
 * Creates a store in the memory of this process. Use it for one process only: two instances would both handle an event,
 * and a restart loses the handled events.
 *
 * @example
 * ```ts
 * import { createMemoryClaimStore, createWebhookEndpoint } from "@plastiq-connect/core/webhooks";
 *
 * export const endpointOf = (secret: string) =>
 *   createWebhookEndpoint({ secret, store: createMemoryClaimStore(), onEvent: console.log });
 * ```
 */
export function createMemoryClaimStore(options: ClaimStoreOptions = {}): ClaimStore {
  const retention = checkedRetention(options.retention);
  const entries = new Map<string, Entry>();
  let untilSweep = SWEEP_EVERY;

  function current(id: string): Entry | undefined {
    const entry = entries.get(id);
    return entry && entry.endsAt > Date.now() ? entry : undefined;
  }

  function sweep(): void {
    const now = Date.now();
    for (const [id, { endsAt }] of entries) if (endsAt <= now) entries.delete(id);
    untilSweep = Math.max(SWEEP_EVERY, entries.size);
  }

  return {
    async claim(id, token, lease) {
      if (--untilSweep === 0) sweep();
      const entry = current(id);
      if (entry) return entry.token === undefined ? "done" : "busy";
      entries.set(id, { token, endsAt: Date.now() + lease });
      return "new";
    },
    async renew(id, token, lease) {
      if (current(id)?.token !== token) return false;
      entries.set(id, { token, endsAt: Date.now() + lease });
      return true;
    },
    async done(id, token) {
      if (current(id)?.token === token) entries.set(id, { token: undefined, endsAt: Date.now() + retention });
    },
    async release(id, token) {
      if (current(id)?.token === token) entries.delete(id);
    },
  };
}

/**
 * Result of a claim on an event: `new` is yours to handle, `busy` is being handled, `done` has been handled.
 */
export type ClaimState = "new" | "busy" | "done";

/**
 * Remembers which events are being handled and which are done, so that an event that is delivered twice is handled
 * once.
 *
 * A claim is a lease: it ends by itself, so that another instance can handle the event of one that crashed. Every
 * method that ends or renews a claim checks the token: a slow instance cannot undo the claim of another.
 */
export interface ClaimStore {
  /** Claims an event for `lease` milliseconds, unless it is claimed or done. */
  claim(id: string, token: string, lease: number): Promise<ClaimState>;
  /** Extends a claim by `lease` milliseconds from now. Resolves with false when the claim is not this token's. */
  renew(id: string, token: string, lease: number): Promise<boolean>;
  /** Marks the event as done. Without effect when the claim is not this token's. */
  done(id: string, token: string): Promise<void>;
  /** Frees the event for the next delivery. Without effect when the claim is not this token's. */
  release(id: string, token: string): Promise<void>;
}

/** Options of every {@link ClaimStore} in this package. */
export interface ClaimStoreOptions {
  /** How long a handled event is remembered, in milliseconds. Default: 7 days. */
  readonly retention?: number | undefined;
}

/** The default of {@link ClaimStoreOptions.retention}: 7 days. */
export const DEFAULT_RETENTION: number = 7 * 24 * 60 * 60 * 1_000;

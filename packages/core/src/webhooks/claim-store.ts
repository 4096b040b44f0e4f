import { configurationInvalid } from "../error.ts";

/** Result of a claim on an event: `new` (handle it), `busy` (being handled) or `done` (already handled). */
export type ClaimState = "new" | "busy" | "done";

/**
 * A store of the events that are being handled or done, so that an event that is delivered twice is handled once.
 *
 * A claim is a lease: it expires, so that another instance can handle the event after a crash. Every method that ends
 * or renews a claim checks the token, so a slow instance cannot undo another's claim.
 */
export interface ClaimStore {
  /** Claims an event for `lease` milliseconds, unless it is claimed or done. */
  claim(id: string, token: string, lease: number): Promise<ClaimState>;
  /**
   * Extends a claim by `lease` milliseconds from now. Resolves with false when the claim does not belong to this token.
   */
  renew(id: string, token: string, lease: number): Promise<boolean>;
  /** Marks the event as done. Has no effect when the claim does not belong to this token. */
  done(id: string, token: string): Promise<void>;
  /** Releases the event for the next delivery. Has no effect when the claim does not belong to this token. */
  release(id: string, token: string): Promise<void>;
}

/** Options for every {@link ClaimStore} in this package. */
export interface ClaimStoreOptions {
  /** How long a handled event is remembered, in milliseconds. Default: 7 days. */
  readonly retention?: number | undefined;
}

/** The default of {@link ClaimStoreOptions.retention}: 7 days. */
export const DEFAULT_RETENTION: number = 604_800_000;

// A hundred years: later dates overflow in some stores.
const LONGEST_RETENTION = 3_155_760_000_000;

/**
 * Returns the retention of a claim store in milliseconds, for authors of stores. A store that forgets a done event at
 * once handles it again with the next delivery.
 *
 * @throws ConnectError `configuration_invalid`.
 * @example
 * ```ts
 * import { type ClaimStoreOptions, checkedRetention } from "@plastiq-connect/core/webhooks";
 *
 * export function expiryOf(now: number, { retention }: ClaimStoreOptions): number {
 *   return now + checkedRetention(retention); // 7 days later by default
 * }
 * ```
 */
export function checkedRetention(retention: number = DEFAULT_RETENTION): number {
  if (Number.isSafeInteger(retention) && retention > 0 && retention <= LONGEST_RETENTION) return retention;
  throw configurationInvalid("retention must be a positive integer of milliseconds, and at most 100 years.");
}

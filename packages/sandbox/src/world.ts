import type { RecordSnapshot } from "./account/account.ts";
import type { Accounts } from "./account/accounts.ts";
import type { Clock } from "./account/clock.ts";
import type { RandomSource } from "./account/random.ts";
import type { Waits } from "./account/waits.ts";
import type { FaultQueue } from "./faults/fault-queue.ts";
import type { Changes } from "./seen/changes.ts";
import type { SeenLog } from "./seen/seen-log.ts";
import type { Settings } from "./settings.ts";
import type { Webhooks } from "./webhooks/webhooks.ts";

/**
 * Everything one sandbox remembers. Worlds share nothing, so that one server can hold several: each request belongs to
 * exactly one.
 */
export interface World {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly accounts: Accounts;
  readonly faults: FaultQueue;
  readonly seen: SeenLog;
  readonly changes: Changes;
  readonly settings: Settings;
  readonly webhooks: Webhooks;
  readonly maxBodyBytes: number;
  /** The only card and account numbers that may be used; undefined: any. */
  readonly acceptedNumbers: ReadonlySet<string> | undefined;
  /** Returns the records of all accounts, the settings and the time. */
  snapshot(): SandboxSnapshot;
  /** Returns the worlds that share a server with this one, itself included. No API key works in two of them. */
  neighbors(): readonly World[];
  /** The waits of requests that take time. */
  readonly waits: Waits;
  /** Ends all waits, and stops sending webhooks. */
  stop(): void;
  /**
   * Restores a snapshot. Faults, the log and the API keys stay. Throws, and changes nothing, when the snapshot is not
   * valid.
   */
  restore(snapshot: SandboxSnapshot): void;
  /** Restores the state after `createWorld`, including the clock. */
  reset(): void;
}

/** The records, the settings and the time of a sandbox as plain JSON. It contains client secrets and upload forms. */
export interface SandboxSnapshot {
  /** Version of the format. */
  readonly version: 1;
  /** Epoch ms. */
  readonly now: number;
  /** Settings from `control`, such as the vocabulary. */
  readonly settings: Settings;
  /** The records of each account. */
  readonly accounts: Readonly<Record<string, RecordSnapshot>>;
}

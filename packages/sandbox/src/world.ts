import type { RecordSnapshot } from "./account/account.ts";
import { type Accounts, createAccounts } from "./account/accounts.ts";
import { type Clock, createClock } from "./account/clock.ts";
import { createRandom, type Random } from "./account/random.ts";
import { createFaultQueue, type FaultQueue } from "./faults/fault-queue.ts";
import { LOCAL_API_KEY, type SandboxOptions, type Settings, settingsOf } from "./options.ts";
import { applySeed } from "./seed/apply-seed.ts";
import { type Changes, createChanges } from "./seen/changes.ts";
import { createSeenLog, type SeenLog } from "./seen/seen-log.ts";
import { createWebhooks, type Webhooks } from "./webhooks/webhooks.ts";

const DEFAULT_MAX_BODY_BYTES = 64 * 1024;
const DEFAULT_LOG = { entries: 2_000, bytes: 4 * 1024 * 1024 };

/**
 * Everything one sandbox remembers. Worlds share nothing, so that one server can hold several: each request belongs to
 * exactly one.
 */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
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
  /** Goes back to a snapshot. Faults, the log and the API keys stay. */
  restore(snapshot: SandboxSnapshot): void;
  /** Goes back to the state after `createWorld`, clock included. */
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

/** Creates a world. Throws on options that cannot be, such as three API keys for one account. */
export function createWorld(options: SandboxOptions): World {
  const clock = createClock(options.now);
  const accounts = createAccounts(options.apiKeys ?? [{ label: "local", key: LOCAL_API_KEY }], clock);
  const faults = createFaultQueue();
  const seen = createSeenLog({ ...DEFAULT_LOG, ...options.log });
  const settings = settingsOf(options);
  const random = createRandom(options.random);
  const changes = createChanges();
  const webhooks = createWebhooks({
    ...{ accounts, clock, random },
    onChange: () => changes.announce({ kind: "deliveries" }),
  });
  // Whatever may have moved a payment announces a change of the state.
  changes.subscribe(({ kind }) => kind === "state" && webhooks.flush());
  const world: World = {
    webhooks,
    clock,
    random,
    accounts,
    faults,
    seen,
    changes,
    settings,
    maxBodyBytes: options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
    acceptedNumbers: options.acceptedNumbers && new Set(options.acceptedNumbers),
    snapshot: () => ({
      version: 1,
      now: clock.now(),
      settings: structuredClone(settings),
      accounts: Object.fromEntries(accounts.all().map((account) => [account.name, account.snapshot()])),
    }),
    restore(snapshot) {
      if (snapshot?.version !== 1) throw new TypeError("That is not a snapshot of this version of the sandbox.");
      const missing = Object.keys(snapshot.accounts).find((name) => !accounts.find(name));
      if (missing !== undefined) throw new Error(`The snapshot has an account "${missing}", which this sandbox lacks.`);
      clock.moveTo(snapshot.now);
      for (const account of accounts.all()) account.restore(snapshot.accounts[account.name] ?? {});
      Object.assign(settings, structuredClone(snapshot.settings));
      webhooks.catchUp();
    },
    reset() {
      clock.reset();
      accounts.reset();
      faults.clear();
      webhooks.reset();
      seen.reset();
      Object.assign(settings, settingsOf(options));
      if (options.seed) applySeed(world, options.seed);
    },
  };
  if (options.seed) applySeed(world, options.seed);
  return world;
}

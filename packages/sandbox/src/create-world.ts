import type { Account } from "./account/account.ts";
import { createAccounts } from "./account/accounts.ts";
import { createClock } from "./account/clock.ts";
import { createRandom } from "./account/random.ts";
import { createWaits } from "./account/waits.ts";
import { createFaultQueue } from "./faults/fault-queue.ts";
import type { SandboxOptions } from "./options.ts";
import { resources } from "./registry.ts";
import { changeSettings } from "./schema/settings.ts";
import { withoutUndefined } from "./schema/without-undefined.ts";
import { applySeed } from "./seed/apply-seed.ts";
import { createChanges } from "./seen/changes.ts";
import { createSeenLog } from "./seen/seen-log.ts";
import { defaultSettings, LOCAL_API_KEY } from "./settings.ts";
import { checkSnapshot } from "./snapshot/check-snapshot.ts";
import { createWebhooks } from "./webhooks/webhooks.ts";
import type { World } from "./world.ts";

const DEFAULT_MAX_BODY_BYTES = 64 * 1024;
const DEFAULT_LOG = { entries: 2_000, bytes: 4 * 1024 * 1024 };

/**
 * Creates a world. Throws on invalid options, such as three API keys for one account.
 *
 * @param neighbors Returns the worlds that share a server with it, itself included.
 */
export function createWorld(options: SandboxOptions, neighbors: () => readonly World[] = () => []): World {
  const waits = createWaits();
  const clock = createClock(options.now);
  const accounts = createAccounts(options.apiKeys ?? [{ label: "local", key: LOCAL_API_KEY }], clock);
  const faults = createFaultQueue();
  const seen = createSeenLog({ ...DEFAULT_LOG, ...withoutUndefined(options.log) });
  const settings = defaultSettings();
  const start = () => {
    Object.assign(settings, defaultSettings());
    const { errorShape = settings.errorShape, allowedIps = null } = options;
    changeSettings(settings, { errorShape, allowedIps });
    if (options.seed) applySeed(world, options.seed);
  };
  const random = createRandom(options.random);
  const changes = createChanges();
  const webhooks = createWebhooks({
    ...{ accounts, clock, random },
    onChange: () => changes.announce({ kind: "deliveries" }),
  });
  // Every operation that can change a payment announces a change of the state.
  changes.subscribe(({ kind }) => kind === "state" && webhooks.flush());
  const world: World = {
    neighbors,
    waits,
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
    restore(given) {
      const snapshot = checkSnapshot(given);
      const missing = Object.keys(snapshot.accounts).find((name) => !accounts.find(name));
      if (missing !== undefined) throw new Error(`The snapshot has an account "${missing}", which this sandbox lacks.`);
      const undo = accounts.all().map((account) => account.restore(snapshot.accounts[account.name] ?? {}));
      try {
        for (const account of accounts.all()) readAll(account, snapshot.now);
        webhooks.catchUp();
      } catch {
        for (const back of undo) back();
        throw new TypeError("The snapshot is not valid: it has records that no sandbox made.");
      }
      random.avoid(JSON.stringify(snapshot.accounts));
      clock.setTo(snapshot.now);
      // A snapshot of an older version lacks settings.
      Object.assign(settings, defaultSettings());
      changeSettings(settings, structuredClone(snapshot.settings));
    },
    stop() {
      waits.end();
      webhooks.end();
    },
    reset() {
      clock.reset();
      random.reset();
      accounts.reset();
      faults.clear();
      webhooks.reset();
      seen.reset();
      start();
    },
  };
  start();
  return world;
}

/** Reads every record, so that one that cannot be read shows up. */
function readAll(account: Account, now: number): void {
  for (const view of Object.values(resources)) view.list(account, now, Infinity);
}

import type { Account } from "../account/account.ts";
import type { Fault } from "../faults/fault.ts";
import type { QueuedFault } from "../faults/fault-queue.ts";
import { resources, type SandboxState } from "../registry.ts";
import { settle } from "../resources/payments/payment-lifecycle.ts";
import { changeSettings } from "../schema/settings.ts";
import { applySeed } from "../seed/apply-seed.ts";
import type { Seed, SeedIds } from "../seed/seed.ts";
import { assertClean } from "../seen/assert-clean.ts";
import type { SandboxChange } from "../seen/changes.ts";
import type { SeenCounts, SeenFilter, SeenRequest } from "../seen/seen-log.ts";
import type { ErrorShape } from "../settings.ts";
import type { SandboxSnapshot, World } from "../world.ts";
import { createPaymentControl, type PaymentControl } from "./payment-control.ts";
import { createWebhookControl, type LocalWebhookControl, type WebhookControl } from "./webhook-control.ts";

/** Controls of a sandbox. Everything takes effect immediately. */
export interface SandboxControl extends PaymentControl, WebhookControl, LocalWebhookControl {
  /**
   * Moves the sandbox's clock forward by 0 or more milliseconds. Client secrets and rotated keys expire. Throws a
   * RangeError beyond the year 9998.
   */
  advance(ms: number): void;
  /** Queues a fault and returns its id. Throws a TypeError when the fault is not valid. */
  addFault(fault: Fault): number;
  /** Removes one queued fault. Throws when no fault has this id. */
  removeFault(id: number): void;
  /** Removes every queued fault. */
  clearFaults(): void;
  /** Returns the queued faults. `times` is the remaining number of requests. */
  faults(): readonly QueuedFault[];
  /** Returns the requests that arrived, oldest first: all of them, or those that match the filter. */
  seen(filter?: SeenFilter): readonly SeenRequest[];
  /**
   * Throws an Error that lists the requests that were refused or have warnings, if there are any, and counts those that
   * the log no longer has. Requests that an injected fault affected do not count. Call it at the end of a test.
   */
  assertClean(): void;
  /** Returns how many requests arrived, and how many are still in the log, which is bounded. */
  seenCounts(): SeenCounts;
  /** Clears the request log. Ids are not reused. */
  clearSeen(): void;
  /** Adds an API key to the main account. Throws when two are active. */
  addKey(label: string, key: string): void;
  /** Replaces an API key; the old one works for 12 more hours. Throws when two are active. */
  rotateKey(label: string, newLabel: string, newKey: string): void;
  /** Revokes an API key immediately. Throws when there is none with this label. */
  revokeKey(label: string): void;
  /** Sets which of the vendor's two published error shapes is used. */
  setErrorShape(shape: ErrorShape): void;
  /**
   * Starts the sequence of ids and secrets that belongs to this seed, an integer from 0 to 4294967295: the same requests
   * then make the same ids. Null makes them random. Throws a RangeError on another number, and an Error when another world
   * of the same server has the seed: their client secrets would be the same.
   */
  setIdSeed(seed: number | null): void;
  /** Sets the allowlist of addresses. Null allows any address. */
  setAllowedIps(ips: readonly string[] | null): void;
  /** Returns the records of an account, by default the main one. Throws when there is no account with this name. */
  state(account?: string): SandboxState;
  /**
   * Calls the listener for each change, synchronously. Returns a function that ends the subscription. An error of the
   * listener becomes an unhandled rejection.
   */
  subscribe(listener: (change: SandboxChange) => void): () => void;
  /**
   * Creates the records of a seed in the main account, and returns their ids by kind and name. An invalid seed throws a
   * {@link SeedError}, and changes nothing.
   */
  seed(seed: Seed): SeedIds;
  /** Returns the records of all accounts, the settings and the time, as plain JSON. */
  snapshot(): SandboxSnapshot;
  /**
   * Restores a snapshot, also of another sandbox with the same accounts. Faults, the log and the API keys stay.
   * Requests in progress no longer take effect. Throws, and changes nothing, on a snapshot that is not valid.
   */
  restore(snapshot: SandboxSnapshot): void;
  /** Restores the state after `createSandbox`, including the clock. */
  reset(): void;
}

/** Creates the control of a world. Every change is announced to subscribers. */
export function createControl(world: World): SandboxControl {
  const { accounts, settings } = world;
  const announcing =
    <Args extends unknown[]>(kinds: readonly Announced[], act: (...args: Args) => void) =>
    (...args: Args): void => {
      act(...args);
      for (const kind of kinds) world.changes.announce({ kind });
    };
  const keys = accounts.main.apiKeys;
  const payment = createPaymentControl(world);
  return {
    ...createWebhookControl(world.webhooks),
    advance: announcing(["state"], (ms) => {
      world.clock.advance(ms);
      if (settings.autopilot) for (const account of accounts.all()) settle(account, world.clock.now());
    }),
    advancePayment: announcing(["state"], payment.advancePayment),
    expireIntent: announcing(["state"], payment.expireIntent),
    requestDocument: announcing(["state"], payment.requestDocument),
    provideDocument: announcing(["state"], payment.provideDocument),
    refundPayment: announcing(["state"], payment.refundPayment),
    setAutopilot: announcing(["state"], payment.setAutopilot),
    setVocabulary: announcing(["state"], payment.setVocabulary),
    setPagination: announcing(["state"], payment.setPagination),
    setIntentOnPayments: announcing(["state"], payment.setIntentOnPayments),
    setFees: announcing(["state"], payment.setFees),
    setIdempotency: announcing(["state"], payment.setIdempotency),
    setProcessingTime: announcing(["state"], payment.setProcessingTime),
    addFault(fault) {
      const id = world.faults.add(fault);
      world.changes.announce({ kind: "faults" });
      return id;
    },
    removeFault: announcing(["faults"], world.faults.remove),
    clearFaults: announcing(["faults"], world.faults.clear),
    faults: world.faults.all,
    seen: world.seen.list,
    assertClean: () => assertClean(world.seen.list(), world.seen.counts().unclean),
    seenCounts: world.seen.counts,
    clearSeen: announcing(["seen-cleared"], world.seen.clear),
    addKey: announcing(["state"], (label, key) => {
      refuseForeignKey(world, key);
      keys.add(label, key);
    }),
    rotateKey: announcing(["state"], (label, newLabel, newKey) => {
      refuseForeignKey(world, newKey);
      keys.rotate(label, newLabel, newKey);
    }),
    revokeKey: announcing(["state"], keys.revoke),
    setErrorShape: announcing(["state"], (errorShape) => changeSettings(settings, { errorShape })),
    setIdSeed: announcing(["state"], (seed) => {
      refuseForeignSeed(world, seed);
      world.random.reseed(seed);
      world.random.avoid(JSON.stringify(world.snapshot().accounts));
    }),
    setAllowedIps: announcing(["state"], (allowedIps) => changeSettings(settings, { allowedIps })),
    state(name) {
      const account = name === undefined ? accounts.main : accounts.find(name);
      if (!account) throw new Error(`No account is named "${name}".`);
      if (settings.autopilot && settle(account, world.clock.now())) world.changes.announce({ kind: "state" });
      return stateOf(world, account);
    },
    subscribe: world.changes.subscribe,
    seed(seed) {
      const ids = applySeed(world, seed);
      for (const kind of ["state", "faults"] as const) world.changes.announce({ kind });
      return ids;
    },
    snapshot: world.snapshot,
    restore: announcing(["state"], world.restore),
    reset: announcing(["state", "faults", "seen-cleared", "deliveries"], world.reset),
  };
}

type Announced = Exclude<SandboxChange, { kind: "seen" }>["kind"];

function refuseForeignKey(world: World, key: string): void {
  const { accounts } = world;
  const owner = accounts.ofKey(key);
  if (owner && owner.account !== accounts.main) throw new Error("That API key is active already, in another account.");
  // A request belongs to the world of its key.
  if (othersOf(world).some((other) => other.accounts.ofKey(key))) {
    throw new Error("That API key is active already, in another world of this server.");
  }
}

// A request belongs to the world of its client secret, and an upload to that of its slot.
function refuseForeignSeed(world: World, seed: number | null): void {
  if (seed !== null && othersOf(world).some((other) => other.random.seed() === seed)) {
    throw new Error(
      "Another world of this server has that seed: its client secrets would be the same. Take another seed.",
    );
  }
}

const othersOf = (world: World) => world.neighbors().filter((other) => other !== world);

/** Returns the records of an account: at most this many of each kind, the newest. */
export function stateOf(world: World, account: Account = world.accounts.main, most: number = Infinity): SandboxState {
  const now = world.clock.now();
  const entries = Object.entries(resources).map(([name, view]) => [name, view.list(account, now, most)]);
  return Object.fromEntries(entries) as SandboxState;
}

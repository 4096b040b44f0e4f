import type { SandboxChange } from "./changes.ts";
import type { Fault } from "./fault.ts";
import type { World } from "./operation.ts";
import type { ErrorShape, OperationName, SandboxOptions } from "./options.ts";
import type { PayerRecord } from "./payers.ts";
import type { SeenRequest } from "./seen.ts";

/** What the sandbox remembers, without any sensitive value. */
export interface SandboxState {
  /** As the API answers them. */
  payers: PayerRecord[];
  /** `createdAt` and `expiresAt` in epoch milliseconds; `sha256` is the first 8 bytes, as 16 hex digits. */
  clientSecrets: {
    label: string;
    sha256: string;
    payerId: string;
    createdAt: number;
    expiresAt: number;
    state: "live" | "spent" | "expired";
  }[];
  /** `createdAt` in ISO 8601, as the API answers it. */
  paymentMethods: {
    id: string;
    type: "CARD" | "BANK_ACCOUNT";
    payerId: string;
    status: "ACTIVE";
    last4: string;
    brand: string | null;
    createdAt: string;
  }[];
}

/** What a test may do to a sandbox and see of it. Everything works at once. */
export interface SandboxControl {
  /** Moves the sandbox's clock forward: client secrets expire, rotated keys die. Milliseconds, 0 or more. */
  advance(ms: number): void;
  /** Orders a fault. Throws a TypeError on one that cannot be. */
  addFault(fault: Fault): void;
  /** Forgets every fault that was ordered and not used up. */
  clearFaults(): void;
  /** The faults that are left; `times` says how often. */
  faults(): readonly Fault[];
  /** The requests that arrived, oldest first. `traceId` finds a request by what it sent or what it was answered. */
  seen(filter?: { operation?: OperationName; traceId?: string }): readonly SeenRequest[];
  /** Forgets the requests that arrived. Their ids go on. */
  clearSeen(): void;
  /** Makes another API key work. Throws when two are active. */
  addKey(label: string, key: string): void;
  /** Makes a new API key work; the old one lives 12 more hours. Throws when two are active. */
  rotateKey(label: string, newLabel: string, newKey: string): void;
  /** Stops an API key at once. Throws when there is none with this label. */
  revokeKey(label: string): void;
  /** Answers errors in the other one of the vendor's two published shapes. */
  setErrorShape(shape: ErrorShape): void;
  /** Null lifts the allowlist. */
  setAllowedIps(ips: readonly string[] | null): void;
  /** What the sandbox remembers, now. */
  state(): SandboxState;
  /**
   * Calls the listener at once, in the middle of the call that makes the change. Returns what ends the subscription.
   * An error it throws becomes an unhandled rejection.
   */
  subscribe(listener: (change: SandboxChange) => void): () => void;
  /** Back to the state after `createSandbox`, clock included. */
  reset(): void;
}

/** The control of this world. A reset goes back to these options. Whatever changes the world announces that. */
export function createControl(world: World, options: SandboxOptions): SandboxControl {
  const told =
    <Args extends unknown[]>(kinds: readonly Announced[], act: (...args: Args) => void) =>
    (...args: Args): void => {
      act(...args);
      for (const kind of kinds) world.changes.announce({ kind });
    };
  return {
    advance: told(["state"], world.clock.advance),
    addFault: told(["faults"], world.faults.add),
    clearFaults: told(["faults"], world.faults.clear),
    faults: world.faults.all,
    seen: world.seen.list,
    clearSeen: told(["seen-cleared"], world.seen.clear),
    addKey: told(["state"], world.apiKeys.add),
    rotateKey: told(["state"], world.apiKeys.rotate),
    revokeKey: told(["state"], world.apiKeys.revoke),
    setErrorShape: told(["state"], (shape) => {
      if (shape !== "reference" && shape !== "guide") throw new TypeError('The error shape is "reference" or "guide".');
      world.errorShape = shape;
    }),
    setAllowedIps: told(["state"], (ips) => {
      world.allowedIps = ips === null ? null : [...ips];
    }),
    state: () => stateOf(world),
    subscribe: world.changes.subscribe,
    reset: told(["state", "faults", "seen-cleared"], () => {
      world.clock.reset();
      world.apiKeys.reset();
      world.payers.reset();
      world.clientSecrets.reset();
      world.paymentMethods.reset();
      world.faults.clear();
      world.seen.reset();
      world.errorShape = options.errorShape ?? "reference";
      world.allowedIps = options.allowedIps ?? null;
    }),
  };
}

type Announced = Exclude<SandboxChange, { kind: "seen" }>["kind"];

/** The state, or the part of it that came last: at most so many of each. */
export function stateOf({ clientSecrets, payers, paymentMethods }: World, most: number = Infinity): SandboxState {
  const last = <Item>(items: readonly Item[]) => items.slice(-most);
  return {
    payers: last(payers.all()).map((payer) => structuredClone(payer)),
    clientSecrets: last(clientSecrets.all()).map((record) => {
      const { label, sha256, payerId, createdAt, expiresAt } = record;
      return { label, sha256, payerId, createdAt, expiresAt, state: clientSecrets.stateOf(record) };
    }),
    paymentMethods: last(paymentMethods.all()).map(({ payerId, record: { id, type, status, data } }) => ({
      id,
      type,
      payerId,
      status,
      last4: "last4" in data ? data.last4 : data.accountLastFour,
      brand: "brand" in data ? data.brand : null,
      createdAt: data.createdAt,
    })),
  };
}

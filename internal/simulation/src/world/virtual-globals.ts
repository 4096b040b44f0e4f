import { createHash } from "node:crypto";
import { type Clock, install } from "@sinonjs/fake-timers";
import type { Random } from "./random.ts";

/** When every simulated run begins. */
export const START: number = Date.UTC(2026, 5, 1, 12);

/** The globals of one run. */
export interface VirtualGlobals {
  readonly clock: Clock;
  /** Puts the real globals back. */
  restore(): void;
}

/**
 * Replaces the clock, the timers, every source of randomness and the console by virtual ones, and removes what would
 * reach the real world. Microtasks, `nextTick` and `setImmediate` stay real: they order work, and take no time.
 */
export function installVirtualGlobals(random: Random, print: (...args: unknown[]) => void): VirtualGlobals {
  const undo: (() => void)[] = [];
  const replace = <Owner extends object>(owner: Owner, members: Partial<Record<keyof Owner, unknown>>): void => {
    for (const name of Object.keys(members) as (keyof Owner)[]) {
      const own = Object.getOwnPropertyDescriptor(owner, name);
      Object.defineProperty(owner, name, { value: members[name], configurable: true, writable: true });
      undo.push(() => (own ? Object.defineProperty(owner, name, own) : Reflect.deleteProperty(owner, name)));
    }
  };
  const forbidden = (what: string) => () => {
    throw new Error(`The simulation must not reach ${what}.`);
  };
  replace(Math, { random: random.next });
  replace(crypto, {
    randomUUID: random.uuid,
    getRandomValues: (bytes: Uint8Array) => bytes.map((_, index) => (bytes[index] = Math.floor(random.next() * 256))),
  });
  // WebCrypto hashes on another thread, in real time.
  replace(crypto.subtle, { digest: sha256 });
  replace(globalThis, { fetch: forbidden("the real fetch") });
  // No fake clock drives the runtime's own.
  replace(AbortSignal, { timeout: abortAfter });
  replace(globalThis.console, { log: print, info: print, warn: print, error: print, debug: print });
  // Stacks are searched for secrets, too, and every frame costs time.
  replace(Error, { stackTraceLimit: 1 });
  const clock = install({
    now: START,
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
  });
  return {
    clock,
    restore() {
      clock.uninstall();
      for (const put of undo.reverse()) put();
    },
  };
}

async function sha256(algorithm: string, bytes: Uint8Array): Promise<ArrayBuffer> {
  if (algorithm !== "SHA-256") throw new Error(`The simulation has no ${algorithm}.`);
  return new Uint8Array(createHash("sha256").update(bytes).digest()).buffer;
}

function abortAfter(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new DOMException("The operation timed out.", "TimeoutError")), ms);
  return controller.signal;
}

import { createHash } from "node:crypto";
import { afterEach, beforeEach, vi } from "vitest";

// Kept before anybody replaces it.
const { setImmediate: realImmediate } = globalThis;

/** Time stands still in these tests, unless {@link elapse} moves it. Chance is fixed, too: half of every jitter. */
export function useVirtualClock(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    // The sandbox hashes tokens for its log. WebCrypto does so in real time, on another thread.
    vi.spyOn(crypto.subtle, "digest").mockImplementation(async (_, data) => {
      const digest = createHash("sha256")
        .update(new Uint8Array(data as ArrayBuffer))
        .digest();
      return new Uint8Array(digest).buffer;
    });
  });
  afterEach(() => {
    // In this order: the original of a spy on a timer is a fake one.
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
}

/** Everything that can happen without time passing happens. */
export async function settleDown(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => realImmediate(resolve));
}

/** Lets time pass, timer by timer, until the promise settles. It says how, and how much time that took. */
export async function elapse<Value>(
  promise: Promise<Value>,
): Promise<{ readonly value?: Value; readonly error?: unknown; readonly took: number }> {
  const startedAt = Date.now();
  let settled: { value?: Value; error?: unknown; took: number } | undefined;
  promise.then(
    (value) => {
      settled = { value, took: Date.now() - startedAt };
    },
    (error: unknown) => {
      settled = { error, took: Date.now() - startedAt };
    },
  );
  for (;;) {
    await settleDown();
    if (settled) return settled;
    if (vi.getTimerCount() === 0) throw new Error("It waits for something that is not a timer.");
    await vi.advanceTimersToNextTimerAsync();
  }
}

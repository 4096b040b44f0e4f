import { onTestFinished, vi } from "vitest";

/** An AbortSignal as React Native and older polyfills have it: no `reason`, no `throwIfAborted`, no static functions. */
export class OlderSignal {
  aborted = false;
  readonly #listeners = new Set<(event: { type: "abort" }) => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  addEventListener(_: "abort", listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_: "abort", listener: () => void): void {
    this.#listeners.delete(listener);
  }

  fire(): void {
    this.aborted = true;
    for (const listener of [...this.#listeners]) listener({ type: "abort" });
  }
}

/** The AbortController of an {@link OlderSignal}. */
export class OlderController {
  readonly #signal = new OlderSignal();
  readonly signal: AbortSignal = this.#signal as unknown as AbortSignal;

  /** How many listeners the signal has. */
  get listeners(): number {
    return this.#signal.listeners;
  }

  abort(): void {
    if (!this.#signal.aborted) this.#signal.fire();
  }
}

/** Replaces the globals by these until the test is finished. */
export function stubOlderAbort(): void {
  // Node loads its fetch when it is first used, and keeps the AbortSignal that it finds then, for all tests that follow.
  new Request("http://127.0.0.1");
  vi.stubGlobal("AbortController", OlderController);
  vi.stubGlobal("AbortSignal", OlderSignal);
  onTestFinished(() => void vi.unstubAllGlobals());
}

/** Wakes those who follow an invoice. It reaches this process only: followers also look by themselves. */
export interface Changes {
  announce(number: string): void;
  /** Resolves at the next change, after `most` milliseconds, or when the signal fires. */
  next(number: string, most: number, signal: AbortSignal): Promise<void>;
}

/** Creates it. */
export function createChanges(): Changes {
  const target = new EventTarget();
  return {
    announce: (number) => void target.dispatchEvent(new Event(number)),
    next: (number, most, signal) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          target.removeEventListener(number, done);
          signal.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, signal.aborted ? 0 : most);
        target.addEventListener(number, done);
        signal.addEventListener("abort", done);
      }),
  };
}

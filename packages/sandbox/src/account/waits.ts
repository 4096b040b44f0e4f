/** Waits that end with the world they belong to. */
export interface Waits {
  /** Resolves after this many real milliseconds. Rejects when the waits are ended before. */
  wait(ms: number): Promise<void>;
  /** Ends every wait. */
  end(): void;
}

/** The sandbox, or the world, was closed during a wait. */
export class WaitEnded extends Error {}

/** Creates waits. Looks setTimeout up late, so that fake timers work. */
export function createWaits(): Waits {
  const running = new Set<() => void>();
  return {
    wait: (ms) =>
      new Promise((resolve, reject) => {
        const end = () => {
          clearTimeout(timer);
          reject(new WaitEnded("The sandbox was closed."));
        };
        const timer = setTimeout(() => {
          running.delete(end);
          resolve();
        }, ms);
        running.add(end);
      }),
    end() {
      for (const end of running) end();
      running.clear();
    },
  };
}

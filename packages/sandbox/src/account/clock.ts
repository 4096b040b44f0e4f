/** The end of the sandbox's time, epoch ms: later years have no four digits, and much later ones are no dates. */
export const LATEST: number = Date.UTC(9999, 0, 1);

/** The sandbox's clock: the real (or injected) time plus all advances. Epoch milliseconds. */
export interface Clock {
  now(): number;
  /** Measures durations, in milliseconds. `advance` does not change it. */
  elapsed(): number;
  advance(ms: number): void;
  /** Sets the sandbox's clock to this time, epoch ms. */
  setTo(time: number): void;
  reset(): void;
}

/**
 * `base` returns epoch ms; without it, the clock of the machine is read. `advance` throws a RangeError on anything but
 * a non-negative number, and beyond {@link LATEST}.
 */
export function createClock(base?: () => number): Clock {
  const read = base ?? (() => Date.now());
  let advanced = 0;
  return {
    now: () => read() + advanced,
    elapsed: base ?? (() => performance.now()),
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) {
        throw new RangeError("advance needs a non-negative number of milliseconds.");
      }
      if (read() + advanced + ms > LATEST) throw new RangeError("The clock cannot be moved beyond the year 9998.");
      advanced += ms;
    },
    setTo(time) {
      advanced = time - read();
    },
    reset() {
      advanced = 0;
    },
  };
}

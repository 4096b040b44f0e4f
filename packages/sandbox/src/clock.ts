/** The sandbox's own time: the real (or injected) clock plus everything it was told to advance. Epoch milliseconds. */
export interface Clock {
  now(): number;
  advance(ms: number): void;
  reset(): void;
}

/** `base` is epoch ms, and is asked anew each time. `advance` throws a RangeError on what is no number of 0 or more. */
export function createClock(base: () => number): Clock {
  let advanced = 0;
  return {
    now: () => base() + advanced,
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) throw new RangeError("advance() takes a number of milliseconds, 0 or more.");
      advanced += ms;
    },
    reset() {
      advanced = 0;
    },
  };
}

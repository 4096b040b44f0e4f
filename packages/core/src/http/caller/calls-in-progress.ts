/** A count of the calls in progress. */
export interface CallsInProgress {
  /** Counts a call until it settles. Returns a promise that settles with it. */
  count<Result>(call: Promise<Result>): Promise<Result>;
  /** Resolves when no call is in progress. */
  settled(): Promise<void>;
}

const LOOK_AGAIN = 25;

/** Creates a count of the calls in progress. */
export function callsInProgress(): CallsInProgress {
  let calls = 0;
  const done = (): void => {
    calls--;
  };
  return {
    count(call) {
      calls++;
      call.then(done, done);
      return call;
    },
    async settled() {
      // Polls with its own timer. In a Worker, one request must not resolve a promise that another awaits, and the platform
      // ends a request that waits for nothing of its own.
      while (calls > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
    },
  };
}

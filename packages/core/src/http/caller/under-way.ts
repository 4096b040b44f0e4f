/** Counts the calls that are under way. */
export interface UnderWay {
  /** Counts a call until it settles. Returns a promise that settles with it. */
  count<Result>(call: Promise<Result>): Promise<Result>;
  /** Resolves once no call is under way. */
  settled(): Promise<void>;
}

const LOOK_AGAIN = 25;

/** Creates a count of the calls under way. */
export function callsUnderWay(): UnderWay {
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
      // By a timer of its own: in a Worker, one request must not resolve a promise that another one awaits, and a request
      // that waits for nothing of its own is ended as hung.
      while (calls > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
    },
  };
}

/** Counts the calls that are under way. */
export interface UnderWay {
  /** Counts a call until it settles. Returns a promise that settles with it. */
  count<Result>(call: Promise<Result>): Promise<Result>;
  /** Resolves once no call is under way. */
  settled(): Promise<void>;
}

/** Creates a count of the calls under way. */
export function callsUnderWay(): UnderWay {
  let calls = 0;
  const waiting: (() => void)[] = [];
  const done = (): void => {
    calls--;
    if (calls === 0) for (const wake of waiting.splice(0)) wake();
  };
  return {
    count(call) {
      calls++;
      call.then(done, done);
      return call;
    },
    async settled() {
      if (calls > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}

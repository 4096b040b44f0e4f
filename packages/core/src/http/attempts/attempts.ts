import { isConnectError } from "../../error.ts";
import { leastCertain, type Outcome, type Replay } from "../../outcome.ts";
import type { AttemptsWatch } from "../hooks/watch-attempts.ts";
import type { Attempt } from "../transport/transport.ts";
import { makeAttempt } from "./attempt.ts";
import { type CallFacts, callFailure } from "./call-failure.ts";
import type { FullCallLimits } from "./call-limits.ts";
import { fullJitter, isPending, mayRenew, mayRetry } from "./retry-rules.ts";
import { sleep } from "./wait.ts";

/** One logical call in the retry loop. */
export interface Attempts<Result> {
  readonly limits: FullCallLimits;
  readonly signal: AbortSignal | undefined;
  /** True if a 401 allows one more attempt with a new credential. */
  readonly renewable: boolean;
  readonly facts: CallFacts & { readonly replay: Replay };
  readonly watch: AttemptsWatch | undefined;
  run(attempt: Attempt): Promise<Result>;
}

/**
 * Makes attempts until one succeeds, the operation forbids a retry, or the deadline passes. It always settles by the
 * deadline, even when `run` ignores its signal.
 *
 * @throws ConnectError of the last attempt. Its outcome is the least certain one of all attempts: when the first may
 * have taken effect, a later refusal does not undo that.
 */
export async function makeAttempts<Result>(call: Attempts<Result>): Promise<Result> {
  const { signal, facts, limits, watch } = call;
  const { replay } = facts;
  const endsAt = performance.now() + limits.deadline;
  let outcome: Outcome = "not-sent";
  let sent = 0;
  let retries = 0;
  let conflicts = 0;
  let renewed = false;
  for (;;) {
    try {
      const uncertain = outcome === "unknown";
      return await makeAttempt({
        // Node warns of a timer of a negative time.
        limit: Math.max(0, Math.min(limits.timeout, endsAt - performance.now())),
        signal,
        uncertain,
        count: () => ++sent,
        run: call.run,
      });
    } catch (error) {
      if (!isConnectError(error)) {
        watch?.ended({}, { error });
        throw error;
      }
      const pending = isPending(error, replay);
      // A replayed response alone decides, because it belongs to the request that took effect.
      outcome = error.replayed ? error.outcome : leastCertain(outcome, pending ? "unknown" : error.outcome);
      const failure = callFailure(error, facts, outcome, sent);
      const renew = call.renewable && !renewed && mayRenew(error, replay);
      const again = renew || pending || (retries < limits.retries && mayRetry(error, replay));
      // Only the deadline ends these retries, so each needs a pause, even when the vendor asks for none.
      const asked = pending ? error.retryAfter || undefined : error.retryAfter;
      const delay = renew ? 0 : (asked ?? fullJitter(pending ? conflicts : retries));
      const left = endsAt - performance.now();
      // The timer of an attempt that the deadline ends may fire some milliseconds early.
      const over = error.code === "timed_out" && left < 50;
      // Fails now when the pause would exceed the deadline.
      const last = !again || over || delay >= left;
      watch?.ended(error, { error, delay: last ? undefined : delay });
      if (last) throw failure;
      if (renew) renewed = true;
      else if (pending) conflicts++;
      else retries++;
      watch?.retrying({ error: failure, delay, attempt: sent });
      await sleep(delay, signal);
      // After the machine slept, the timer fires late.
      if (!signal?.aborted && performance.now() >= endsAt) throw failure;
    }
  }
}

import { ConnectError, isConnectError, type Outcome } from "../error.ts";
import { NOT_SENT } from "./fetch.ts";
import type { Replay } from "./operation.ts";

/** How patient a call is. All in milliseconds, but the count of retries. */
export interface Patience {
  /** How long one attempt may take, from asking for the credential to the last byte of the answer. Default 10,000. */
  readonly timeout?: number | undefined;
  /** How long the whole call may take, pauses and retries included. Default 30,000. */
  readonly deadline?: number | undefined;
  /** How often a failed attempt is repeated where the operation allows it. Default 2. */
  readonly retries?: number | undefined;
}

/** {@link Patience} with every default filled in. */
export type FullPatience = { -readonly [Name in keyof Patience]-?: number };

/** What the loop tells about a coming repetition. */
interface Repetition {
  readonly error: ConnectError;
  /** How long it pauses before, in milliseconds. */
  readonly delay: number;
  /** The number of the attempt that failed, from 1. */
  readonly attempt: number;
}

/** One logical call as the loop sees it. */
export interface Attempts<Result> extends FullPatience {
  readonly replay: Replay;
  readonly signal?: AbortSignal | undefined;
  readonly traceId: string;
  /** Whether a 401 is worth one more attempt, with a fresh credential. */
  readonly renewable: boolean;
  /** One attempt. It calls `sent` just before the request leaves, which gives the number of the attempt. */
  run(signal: AbortSignal, sent: () => number): Promise<Result>;
  onRepetition(repetition: Repetition): void;
}

const BACKOFF_BASE = 500;
const BACKOFF_CAP = 8_000;

/**
 * Makes attempts until one succeeds, the operation forbids another, or the deadline comes. It always settles by the
 * deadline, also when `run` ignores its signal.
 *
 * @throws ConnectError of the last attempt. Its outcome is the least certain one of all attempts: when the first may
 * have taken effect, a later refusal does not undo that.
 */
export async function makeAttempts<Result>(call: Attempts<Result>): Promise<Result> {
  const { signal, traceId } = call;
  const endsAt = performance.now() + call.deadline;
  let interrupt: (() => void) | undefined;
  let outcome: Outcome = "not-sent";
  let sent = 0;
  let retries = 0;
  let renewed = false;

  // One listener a call, taken off again: callers pass one signal to thousands of calls.
  const onAbort = (): void => interrupt?.();
  signal?.addEventListener("abort", onAbort);
  try {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!isConnectError(error)) throw error;
        // From "not-sent" over "rejected" to "unknown": the alphabet happens to order them by certainty.
        if (error.outcome > outcome) outcome = error.outcome;
        const total = withTotals(error, sent, outcome, traceId);
        const renew = error.code === "unauthorized" && call.renewable && !renewed;
        const again = renew || (retries < call.retries && mayRepeat(error, call.replay));
        const delay = renew ? 0 : (error.retryAfter ?? fullJitter(retries));
        // A pause that would outlast the deadline is a failure now rather than then.
        if (!again || delay >= endsAt - performance.now()) throw total;
        if (renew) renewed = true;
        else retries++;
        call.onRepetition({ error: total, delay, attempt: sent });
        await pause(delay);
        // A machine that slept wakes up late.
        if (!signal?.aborted && performance.now() >= endsAt) throw total;
      }
    }
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }

  // Settles with `run`, or sooner: when the time is up or the caller aborts.
  async function attempt(): Promise<Result> {
    const before = sent;
    const left = endsAt - performance.now();
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      return await new Promise((resolve, reject) => {
        const stop = (code: "aborted" | "timed_out", message: string): void => {
          controller.abort();
          const mayHaveLeft = sent > before && !controller.signal.reason[NOT_SENT];
          reject(new ConnectError({ code, outcome: mayHaveLeft ? "unknown" : "not-sent", message, traceId }));
        };
        interrupt = () => stop("aborted", "Aborted by the caller.");
        if (signal?.aborted) return interrupt();
        const limit = Math.min(call.timeout, left);
        timer = setTimeout(() => stop("timed_out", `No whole answer in ${Math.round(limit)} ms.`), limit);
        call.run(controller.signal, () => ++sent).then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  // The caller's abort ends it early; the next attempt then says so.
  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
      if (signal?.aborted) interrupt();
    });
  }
}

function mayRepeat({ code, outcome, status = 0 }: ConnectError, replay: Replay): boolean {
  if (code === "rate_limited" || code === "server_unavailable") return true;
  if (code === "network_failed" && outcome === "not-sent") return true;
  if (replay === "never") return false;
  return code === "network_failed" || code === "timed_out" || [408, 500, 502, 504].includes(status);
}

function fullJitter(retries: number): number {
  return Math.random() * Math.min(BACKOFF_CAP, BACKOFF_BASE * 2 ** retries);
}

function withTotals(error: ConnectError, attempts: number, outcome: Outcome, called: string): ConnectError {
  // What failed before it left has none of its own; an attempt before it may have left.
  const traceId = error.traceId ?? (attempts > 0 ? called : undefined);
  const message = attempts > 1 ? `${error.message} Tried ${attempts} times.` : error.message;
  return new ConnectError({ ...error, message, cause: error.cause, attempts, outcome, traceId });
}

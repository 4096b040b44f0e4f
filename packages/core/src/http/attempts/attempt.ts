import { ConnectError } from "../../error.ts";
import type { FetchStage } from "../transport/fetch.ts";
import type { Attempt } from "../transport/transport.ts";

/** The timeout of one attempt, and the function that makes it. */
interface AttemptOptions<Result> {
  /** In milliseconds. */
  readonly limit: number;
  readonly caller: AbortSignal | undefined;
  readonly uncertain: boolean;
  /** Counts the request, and returns its number. */
  count(): number;
  /** Receives the function that aborts the attempt for the caller. */
  interruptible(interrupt: () => void): void;
  run(attempt: Attempt): Promise<Result>;
}

/**
 * Makes one attempt. It settles with `run`, or earlier when it times out or the caller aborts.
 *
 * @throws ConnectError `timed_out` or `aborted`; otherwise what `run` rejects with.
 */
export function makeAttempt<Result>({
  limit,
  caller,
  uncertain,
  count,
  interruptible,
  run,
}: AttemptOptions<Result>): Promise<Result> {
  const controller = new AbortController();
  const attempt = trackedAttempt(controller.signal, uncertain, count);
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = (code: "aborted" | "timed_out", message: string): void => {
      clearTimeout(timer);
      controller.abort();
      reject(new ConnectError({ code, outcome: attempt.notSent() ? "not-sent" : "unknown", message }));
    };
    const interrupt = (): void => stop("aborted", "The caller aborted the call.");
    interruptible(interrupt);
    if (caller?.aborted) return interrupt();
    timer = setTimeout(() => stop("timed_out", `No complete response within ${Math.round(limit)} ms.`), limit);
    const settle =
      <Value>(end: (value: Value) => void) =>
      (value: Value): void => {
        clearTimeout(timer);
        end(value);
      };
    run(attempt).then(settle(resolve), settle(reject));
  });
}

function trackedAttempt(signal: AbortSignal, uncertain: boolean, count: () => number): Attempt {
  let begun = false;
  let stage: FetchStage | undefined;
  return {
    signal,
    uncertain,
    begin() {
      begun = true;
      return count();
    },
    onStage(next) {
      // A fetch that retries may connect again after it has sent the request.
      if (stage !== "sending") stage = next;
    },
    notSent: () => !begun || stage === "connecting",
  };
}

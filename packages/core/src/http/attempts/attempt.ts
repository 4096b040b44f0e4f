import type { FetchStage } from "../transport/fetch.ts";
import type { Attempt } from "../transport/transport.ts";
import { stopAfter, stopError } from "./abort.ts";

/** The timeout of one attempt, and the function that makes it. */
interface AttemptOptions<Result> {
  /** In milliseconds. */
  readonly limit: number;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  readonly uncertain: boolean;
  /** Counts the request, and returns its number. */
  count(): number;
  run(attempt: Attempt): Promise<Result>;
}

/**
 * Makes one attempt. It settles with `run`, or earlier when it times out or the caller aborts.
 *
 * @throws ConnectError `timed_out` or `aborted`; otherwise what `run` rejects with.
 */
export function makeAttempt<Result>({ limit, signal, uncertain, count, run }: AttemptOptions<Result>): Promise<Result> {
  const controller = new AbortController();
  // Until the fetch is called, nothing can have been sent. A fetch that does not report a stage may have sent it.
  let stage: FetchStage | undefined = "connecting";
  const attempt: Attempt = {
    signal: controller.signal,
    uncertain,
    begin: count,
    onStage(next) {
      // A fetch that retries may connect again after it has sent the request.
      if (stage !== "sending") stage = next;
    },
    notSent: () => stage === "connecting",
  };
  return new Promise((resolve, reject) => {
    const cancel = stopAfter(limit, signal, (code) => {
      controller.abort();
      reject(stopError(code, attempt.notSent() ? "not-sent" : "unknown", "response", Math.round(limit)));
    });
    if (!signal?.aborted) run(attempt).then(resolve, reject).then(cancel);
  });
}

import { ConnectError } from "../../error.ts";
import type { FetchStage } from "../transport/fetch.ts";
import type { Attempt } from "../transport/transport.ts";
import { onAbort } from "./abort.ts";

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
  let begun = false;
  let stage: FetchStage | undefined;
  const attempt: Attempt = {
    signal: controller.signal,
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
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let release: (() => void) | undefined;
    const settle =
      <Value>(end: (value: Value) => void) =>
      (value: Value): void => {
        clearTimeout(timer);
        release?.();
        end(value);
      };
    const stop = (code: "aborted" | "timed_out", message: string): void => {
      controller.abort();
      settle(reject)(new ConnectError({ code, outcome: attempt.notSent() ? "not-sent" : "unknown", message }));
    };
    const abort = (): void => stop("aborted", "The caller aborted the call.");
    if (signal?.aborted) return abort();
    release = signal && onAbort(signal, abort);
    timer = setTimeout(() => stop("timed_out", `No complete response within ${Math.round(limit)} ms.`), limit);
    run(attempt).then(settle(resolve), settle(reject));
  });
}

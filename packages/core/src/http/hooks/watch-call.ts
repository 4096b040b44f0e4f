import { isConnectError } from "../../error.ts";
import type { ResponseFacts, WithResponse } from "../operation/call.ts";
import { type CallEvent, type Hooks, notify } from "./hooks.ts";

/** Makes a call, and calls the hooks `onCall` and `onEnd`. */
export function watchCall<Output>(
  hooks: Hooks,
  event: CallEvent,
  make: () => Promise<WithResponse<Output>>,
): Promise<WithResponse<Output>> {
  const startedAt = performance.now();
  let made: Promise<WithResponse<Output>> | undefined;
  const run = (): Promise<WithResponse<Output>> => (made ??= make());
  const end = ({ attempts = 0, status, traceId }: Partial<ResponseFacts>, error?: unknown): unknown =>
    notify(hooks, "onEnd", () => ({
      duration: performance.now() - startedAt,
      attempts,
      status,
      traceId,
      error,
      // Spread last: on Node 20, each property after a spread takes about a microsecond.
      ...event,
    }));
  // The hook does not get the promise of `run`, because its response contains the body.
  notify(
    hooks,
    "onCall",
    () => ({ ...event }),
    () => void run(),
  );
  // Not an async function: it would add turns of the event loop to every call.
  return run().then(
    (result) => {
      end(result.response);
      return result;
    },
    (error) => {
      end(isConnectError(error) ? error : {}, error);
      throw error;
    },
  );
}

import { HEARTBEAT_MS } from "sandbox-inspector/protocol";
import type { World } from "../world.ts";
import { createPendingEvents } from "./pending-events.ts";

/** Many changes at once become one message. */
const REST_BETWEEN_MS = 50;
const MOST_STREAMS = 16;

/** The streams of server-sent events from one world. */
export interface EventStreams {
  /** Another stream, or undefined when there are too many. It ends when its reader cancels it. */
  open(): ReadableStream<Uint8Array<ArrayBuffer>> | undefined;
}

/** Opens at most 16 streams at a time. Each sends the whole state first, then the changes. */
export function createEventStreams(world: World): EventStreams {
  let count = 0;
  return {
    open() {
      if (count >= MOST_STREAMS) return undefined;
      count += 1;
      return eventStream(world, () => {
        count -= 1;
      });
    },
  };
}

/** Writes only when it is asked to: for a client that does not read, nothing is written and nothing is kept. */
function eventStream(world: World, onEnd: () => void): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pending = createPendingEvents(world);
  const encoder = new TextEncoder();
  let ended = false;
  let wake = () => {};
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  let isResting = false;
  const unsubscribe = world.changes.subscribe((change) => {
    pending.note(change);
    if (!isResting) wake();
  });
  return new ReadableStream(
    {
      async pull(controller) {
        if (pending.isEmpty() && !ended) await sleep(HEARTBEAT_MS);
        isResting = true;
        if (!ended) await sleep(REST_BETWEEN_MS);
        isResting = false;
        if (!ended) controller.enqueue(encoder.encode(pending.take()));
      },
      cancel() {
        ended = true;
        unsubscribe();
        wake();
        onEnd();
      },
    },
    { highWaterMark: 0 },
  );
}

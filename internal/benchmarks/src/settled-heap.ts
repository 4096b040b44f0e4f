import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

// Memory that finalizers and closing sockets release becomes garbage only in a later turn.
const PAUSE_MS = 100;
const STEADY_BYTES = 50_000;

/** The heap in use, in bytes, once collecting garbage makes it no smaller any more. */
export async function settledHeap(): Promise<number> {
  for (let heap = Number.POSITIVE_INFINITY; ; ) {
    collect();
    await setTimeout(PAUSE_MS);
    collect();
    const { heapUsed } = process.memoryUsage();
    if (heapUsed > heap - STEADY_BYTES) return heapUsed;
    heap = heapUsed;
  }
}

import type { RequestName } from "../registry.ts";
import { sentenceOf, validated } from "../schema/validated.ts";
import { withoutUndefined } from "../schema/without-undefined.ts";
import type { Fault } from "./fault.ts";
import { faultSchema } from "./fault-schema.ts";
import { type FaultRequest, matchesFault, needsBody } from "./match-fault.ts";

/** A fault in the queue. */
export interface QueuedFault extends Fault {
  /** 1, 2, 3 and so on, in the order in which faults were added. */
  readonly id: number;
}

/** The queued faults. */
export interface FaultQueue {
  /** Queues a fault and returns its id. Throws a TypeError that names the invalid field. */
  add(fault: Fault): number;
  /**
   * Takes the fault for one request. Without `read`, only faults that do not depend on the body; with `read`, the
   * others.
   */
  take(operation: RequestName | "unknown", read?: FaultRequest): Fault | undefined;
  all(): readonly QueuedFault[];
  /** Throws an Error when no fault with this id is queued. */
  remove(id: number): void;
  clear(): void;
}

/** Creates an empty queue. The first queued fault that matches a request is taken. */
export function createFaultQueue(): FaultQueue {
  let faults: QueuedFault[] = [];
  let lastId = 0;
  return {
    add(fault) {
      const checked = validated(
        faultSchema,
        withoutUndefined(fault),
        ([problem]) => new TypeError(`The fault is not valid: ${sentenceOf(problem, "it")}`),
      );
      lastId += 1;
      faults.push({ id: lastId, ...checked });
      return lastId;
    },
    take(operation, read) {
      const matching = faults.filter(
        (fault) =>
          (fault.operation === "*" || fault.operation === operation) &&
          (read ? needsBody(fault) && matchesFault(fault, read) : !needsBody(fault)),
      );
      for (const fault of matching) {
        if (fault.after) {
          fault.after -= 1;
          continue;
        }
        const left = fault.times === null ? null : (fault.times ?? 1) - 1;
        if (left === 0) faults = faults.filter((other) => other !== fault);
        else fault.times = left;
        return fault;
      }
      return undefined;
    },
    all: () => faults.map((fault) => ({ ...fault })),
    remove(id) {
      if (!faults.some((fault) => fault.id === id)) throw new Error(`No fault with the id ${id} is queued.`);
      faults = faults.filter((fault) => fault.id !== id);
    },
    clear() {
      faults = [];
    },
  };
}

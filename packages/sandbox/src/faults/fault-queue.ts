import * as v from "valibot";
import type { RequestName } from "../registry.ts";
import type { Fault } from "./fault.ts";
import { faultSchema } from "./fault-schema.ts";

/** The faults that were ordered and not used up. */
export interface FaultQueue {
  /** Throws a TypeError that names what is wrong with the fault. */
  add(fault: Fault): void;
  /** The fault for one request, which it uses up once. */
  take(operation: RequestName | "unknown"): Fault | undefined;
  all(): readonly Fault[];
  clear(): void;
}

/** Starts empty. Of the faults that fit a request, the one that was ordered first is taken. */
export function createFaultQueue(): FaultQueue {
  let faults: Fault[] = [];
  return {
    add(fault) {
      const result = v.safeParse(faultSchema, fault);
      if (!result.success) {
        const [issue] = result.issues;
        throw new TypeError(`Not a fault: ${v.getDotPath(issue) ?? "it"}: ${issue.message}`);
      }
      faults.push({ ...result.output });
    },
    take(operation) {
      const fault = faults.find((candidate) => candidate.operation === "*" || candidate.operation === operation);
      if (!fault || fault.times === null) return fault;
      const left = (fault.times ?? 1) - 1;
      if (left === 0) faults = faults.filter((other) => other !== fault);
      else fault.times = left;
      return fault;
    },
    all: () => faults.map((fault) => ({ ...fault })),
    clear() {
      faults = [];
    },
  };
}

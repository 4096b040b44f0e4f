import fc from "fast-check";
import { OPERATIONS, type OperationName } from "../calls/operation.ts";
import type { CallPlan } from "../calls/schedule.ts";
import { anyFate, type Fate, moment, sometimes } from "../world/fate.ts";

/** A run over real sockets, in real time. What it promises depends on no speed. */
export interface SocketSchedule {
  readonly retries: number;
  readonly timeout: number;
  readonly deadline: number;
  readonly errorShape: "reference" | "guide";
  /** Time at which the server closes each connection after its response: before or after it has said so. */
  readonly closing: "never" | "announced" | "unannounced";
  readonly calls: readonly CallPlan[];
}

// As short as the waits can be: time is real here.
const shortFate: fc.Arbitrary<Fate> = fc
  .tuple(anyFate, moment(20), moment(20))
  .map(([fate, outward, homeward]) => ({ ...fate, connect: 0, outward, homeward, wait: "none" }));

const anyCall: fc.Arbitrary<CallPlan> = fc.record({
  operation: fc.constantFrom(...(Object.keys(OPERATIONS) as OperationName[])),
  accepted: fc.integer({ min: 0, max: 9 }).map((dice) => dice < 9),
  at: moment(40),
  abortAfter: sometimes(1, moment(200)),
  fates: fc.array(shortFate, { maxLength: 3 }),
});

/** Any schedule over sockets. */
export const anySocketSchedule: fc.Arbitrary<SocketSchedule> = fc.record({
  retries: fc.constantFrom(1, 0, 2),
  timeout: fc.constantFrom(250, 120),
  deadline: fc.constantFrom(2_500, 400),
  errorShape: fc.constantFrom("reference", "guide"),
  closing: fc.constantFrom("never", "never", "announced", "unannounced"),
  calls: fc.array(anyCall, { minLength: 1, maxLength: 3 }),
});

import fc from "fast-check";
import { anyFate, type Fate, moment, rarely, sometimes } from "../world/fate.ts";
import type { Setting } from "../world/world.ts";
import { OPERATIONS, type OperationName } from "./operation.ts";

/** One call of the client. */
export interface CallPlan {
  readonly operation: OperationName;
  /** True if the vendor accepts the input. */
  readonly accepted: boolean;
  readonly at: number;
  /** When the caller gives up, counted from the start of the call. */
  readonly abortAfter: number | null;
  /** One for each attempt; the attempts after these work. */
  readonly fates: readonly Fate[];
}

/** Something that happens beside the calls. */
export interface Happening {
  readonly kind: "rotate the key" | "revoke the old key" | "set the local clock" | "close the client";
  readonly at: number;
  /** By how much the local clock is set, in milliseconds. */
  readonly by: number;
}

/** A run of independent calls. */
export interface CallsSchedule extends Setting {
  readonly kind: "calls";
  readonly retries: number;
  readonly timeout: number;
  readonly deadline: number;
  /** Delay of a function that supplies the API key, if there is one. */
  readonly keyFunction: number | null;
  /** True if the runtime's fetch ignores its signal. */
  readonly deaf: boolean;
  readonly hooksThrow: boolean;
  readonly calls: readonly CallPlan[];
  readonly happenings: readonly Happening[];
}

const anyCall: fc.Arbitrary<CallPlan> = fc.record({
  operation: fc.constantFrom(...(Object.keys(OPERATIONS) as OperationName[])),
  accepted: fc.integer({ min: 0, max: 9 }).map((dice) => dice < 9),
  at: moment(1_000),
  abortAfter: sometimes(3, moment(3_000)),
  fates: fc.array(anyFate, { maxLength: 4 }),
});

const anyHappening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom("rotate the key", "revoke the old key", "set the local clock", "close the client"),
  at: moment(3_000),
  by: fc.constantFrom(1_000, -1_000, 3_600_000, -3_600_000),
});

/** Any schedule of calls. fast-check shrinks it towards one call, no fault and no delay. */
export const anyCalls: fc.Arbitrary<CallsSchedule> = fc.record({
  kind: fc.constant("calls"),
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  retries: fc.constantFrom(2, 2, 0, 1, 3),
  timeout: fc.constantFrom(10_000, 1_000, 200),
  deadline: fc.constantFrom(30_000, 3_000, 400),
  keyFunction: sometimes(5, fc.constantFrom(0, 10, 300)),
  serverAhead: fc.constantFrom(0, 0, 7_200_000, -7_200_000, 30_000, -30_000),
  errorShape: fc.constantFrom("reference", "guide"),
  deaf: rarely(1),
  hooksThrow: rarely(1),
  calls: fc.array(anyCall, { minLength: 1, maxLength: 4 }),
  happenings: fc.array(anyHappening, { maxLength: 2 }),
});

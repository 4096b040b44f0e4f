import fc from "fast-check";
import { anyFate, type Fate, moment, sometimes } from "../world/fate.ts";
import { type ProcessPlan, WRITES } from "../world/process.ts";
import type { Setting } from "../world/world.ts";

const HOUR = 3_600_000;

/** Modes of the sandbox for an idempotency key. */
export const MODES = ["replayed", "refused", "executed", "forgotten"] as const;

/** How a user pays: by `payOnce`, or by `payments.create` with a key of `idempotencyKeyFor`. */
export const WAYS = ["payOnce", "by intent", "inline"] as const;

/** One life of a process that pays the order. */
export interface LifePlan extends ProcessPlan {
  /** When it begins: milliseconds after the life before has begun. 0: at the same time. */
  readonly after: number;
}

/** A run in which several processes, one after the other or at once, pay one order. */
export interface OrderSchedule extends Setting {
  readonly kind: "order";
  readonly way: (typeof WAYS)[number];
  readonly mode: (typeof MODES)[number];
  readonly replayErrors: boolean;
  /** How long the vendor works on a payment. */
  readonly processing: number;
  /** `with`: the vendor's payments name their intent. */
  readonly intentOnPayments: "with" | "without";
  readonly method: "card" | "declined card" | "bank account";
  readonly timeout: number;
  readonly deadline: number;
  /** How long the user's database takes. */
  readonly database: number;
  /** When the API key is renewed. */
  readonly rotation: { readonly at: number; readonly revoke: boolean } | null;
  readonly lives: readonly LifePlan[];
}

const works: fc.Arbitrary<Fate> = anyFate.map((fate) => ({ ...fate, fault: "none", body: "text", wait: "none" }));

const anyLife: fc.Arbitrary<LifePlan> = fc.record({
  after: fc.oneof(
    fc.constantFrom(0, 0, 20, 400, 5_000),
    moment(60_000),
    fc.constantFrom(6 * 60_000, 25 * 60_000, 25 * HOUR),
  ),
  crashStep: sometimes(5, moment(40)),
  crashAfter: sometimes(4, moment(5_000)),
  fates: fc.array(fc.oneof({ weight: 1, arbitrary: works }, { weight: 2, arbitrary: anyFate }), { maxLength: 10 }),
  writes: fc.array(fc.constantFrom(...WRITES), { maxLength: 6 }),
});

/** Any schedule of an order. */
export const anyOrder: fc.Arbitrary<OrderSchedule> = fc.record({
  kind: fc.constant("order"),
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  way: fc.constantFrom("payOnce", "payOnce", ...WAYS),
  mode: fc.constantFrom(...MODES),
  replayErrors: fc.boolean(),
  processing: fc.constantFrom(0, 0, 700, 20_000, 10 * 60_000),
  intentOnPayments: fc.constantFrom("with", "without"),
  method: fc.constantFrom("card", "bank account", "declined card"),
  timeout: fc.constantFrom(10_000, 1_000),
  deadline: fc.constantFrom(30_000, 5_000),
  database: fc.constantFrom(0, 5, 300),
  serverAhead: fc.constantFrom(0, 0, 7_200_000, -7_200_000),
  errorShape: fc.constantFrom("reference", "guide"),
  rotation: sometimes(4, fc.record({ at: moment(10_000), revoke: fc.boolean() })),
  lives: fc.array(anyLife, { minLength: 1, maxLength: 4 }),
});

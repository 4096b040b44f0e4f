import fc from "fast-check";
import { anyFate, type Fate, moment, sometimes } from "../world/fate.ts";
import type { Setting } from "../world/world.ts";

const MINUTE = 60_000;

/** One call of `payments.resolve`. */
export interface LookupPlan {
  /** How long after the payment was sent. */
  readonly at: number;
  /** True if it is told when the payment was sent. */
  readonly knowsWhen: boolean;
  /** One for each of its requests; the requests after these work. */
  readonly fates: readonly Fate[];
}

/** A run in which a payment is sent, and somebody asks what became of it. */
export interface ResolveSchedule extends Setting {
  readonly kind: "resolve";
  readonly timeout: number;
  readonly deadline: number;
  /** How long the vendor works on a payment, also after its intent has expired. */
  readonly processing: number;
  /** How long the requests of the payment take to arrive, beside their fates. */
  readonly transit: number;
  /** One for each request of the payment. Without any, it is never sent. */
  readonly fates: readonly Fate[];
  /** Other payments of the payer, just like this one. */
  readonly others: number;
  /** `with`: the vendor's payments name their intent. */
  readonly intentOnPayments: "with" | "without";
  /** When the local clock is set, and by how much. */
  readonly clock: { readonly at: number; readonly by: number } | null;
  readonly lookups: readonly LookupPlan[];
}

const anyLookup: fc.Arbitrary<LookupPlan> = fc.record({
  at: fc.oneof(
    moment(10_000),
    fc.constantFrom(6 * MINUTE, 14 * MINUTE, 15.5 * MINUTE, 21 * MINUTE, 70 * MINUTE),
    moment(30 * MINUTE),
  ),
  knowsWhen: fc.boolean(),
  fates: fc.array(anyFate, { maxLength: 5 }),
});

/** Any schedule of a payment that somebody looks for. */
export const anyResolve: fc.Arbitrary<ResolveSchedule> = fc.record({
  kind: fc.constant("resolve"),
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  timeout: fc.constantFrom(10_000, 1_000),
  deadline: fc.constantFrom(30_000, 3_000),
  // Together they stay below the bound of 15 minutes.
  processing: fc.constantFrom(0, 0, 20_000, 9 * MINUTE),
  transit: fc.constantFrom(0, 0, 20_000, 4 * MINUTE),
  fates: fc.array(anyFate, { maxLength: 3 }),
  others: moment(2),
  intentOnPayments: fc.constantFrom("with", "without"),
  serverAhead: fc.constantFrom(0, 0, 7_200_000, -7_200_000, 30_000),
  errorShape: fc.constantFrom("reference", "guide"),
  clock: sometimes(4, fc.record({ at: moment(10 * MINUTE), by: fc.constantFrom(3_600_000, -3_600_000) })),
  lookups: fc.array(anyLookup, { minLength: 1, maxLength: 4 }),
});

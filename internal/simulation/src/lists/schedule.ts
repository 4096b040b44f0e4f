import fc from "fast-check";
import { anyFate, type Fate, moment, sometimes } from "../world/fate.ts";
import type { Setting } from "../world/world.ts";

/** The vendor's handling of page parameters. */
const VENDORS = ["obeys", "obeys", "lowers the limit", "ignores the offset"] as const;
/** How somebody walks. */
const WALKS = ["items", "pages", "array"] as const;

/** Something that changes the list while somebody walks it. */
export interface ListChange {
  readonly kind: "add" | "remove";
  readonly at: number;
  /** Which item is removed. */
  readonly index: number;
}

/** A run in which somebody walks a list. */
export interface ListSchedule extends Setting {
  readonly kind: "list";
  readonly timeout: number;
  readonly deadline: number;
  readonly retries: number;
  readonly items: number;
  readonly limit: number;
  readonly pagination: "with" | "without";
  readonly vendor: (typeof VENDORS)[number];
  readonly walk: (typeof WALKS)[number];
  /** How many items an array may have. */
  readonly max: number;
  /** How long somebody works on each item. */
  readonly pause: number;
  readonly abortAfter: number | null;
  readonly fates: readonly Fate[];
  readonly changes: readonly ListChange[];
}

const anyChange: fc.Arbitrary<ListChange> = fc.record({
  kind: fc.constantFrom("add", "remove"),
  at: moment(2_000),
  index: moment(6),
});

/** Any schedule of a list. */
export const anyList: fc.Arbitrary<ListSchedule> = fc.record({
  kind: fc.constant("list"),
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  serverAhead: fc.constantFrom(0, 7_200_000),
  errorShape: fc.constantFrom("reference", "guide"),
  timeout: fc.constantFrom(10_000, 1_000),
  deadline: fc.constantFrom(30_000, 3_000),
  retries: fc.constantFrom(2, 0, 3),
  items: moment(7),
  limit: fc.integer({ min: 1, max: 4 }),
  pagination: fc.constantFrom("with", "without"),
  vendor: fc.constantFrom(...VENDORS),
  walk: fc.constantFrom(...WALKS),
  max: fc.integer({ min: 1, max: 9 }),
  pause: fc.constantFrom(0, 0, 50, 400),
  abortAfter: sometimes(3, moment(2_000)),
  fates: fc.array(anyFate, { maxLength: 6 }),
  changes: fc.oneof(fc.constant([]), fc.array(anyChange, { maxLength: 4 })),
});

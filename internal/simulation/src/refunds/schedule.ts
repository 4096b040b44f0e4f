import fc from "fast-check";
import { anyFate, type Fate, moment, rarely, sometimes } from "../world/fate.ts";
import type { ProcessPlan } from "../world/process.ts";
import type { Setting } from "../world/world.ts";

const MINUTE = 60_000;

/** A process that cancels the order. */
export interface ClerkPlan extends Omit<ProcessPlan, "writes"> {
  /** When it begins, counted from the payment. */
  readonly at: number;
}

/** Something that happens at the vendor while somebody cancels. */
export interface VendorMove {
  readonly kind: "advance" | "request a document" | "upload the document" | "refund";
  readonly at: number;
}

/** A run in which an order is canceled although nobody knows whether it was paid. */
export interface RefundSchedule extends Setting {
  readonly kind: "refund";
  readonly timeout: number;
  readonly deadline: number;
  readonly method: "card" | "bank account";
  /** True if the recipient is paid by check, which can be stopped in transit. */
  readonly check: boolean;
  /** How long the vendor works on the payment. */
  readonly processing: number;
  /** One for each request of the payment. */
  readonly fates: readonly Fate[];
  readonly clerks: readonly ClerkPlan[];
  readonly moves: readonly VendorMove[];
}

const anyClerk: fc.Arbitrary<ClerkPlan> = fc.record({
  at: fc.oneof(moment(200), moment(10_000), moment(20 * MINUTE)),
  crashStep: sometimes(3, moment(12)),
  crashAfter: sometimes(2, moment(5_000)),
  fates: fc.array(anyFate, { maxLength: 6 }),
});

const anyMove: fc.Arbitrary<VendorMove> = fc.record({
  kind: fc.constantFrom("advance", "advance", "request a document", "upload the document", "refund"),
  at: fc.oneof(moment(1_000), moment(20_000), moment(20 * MINUTE)),
});

/** Any schedule of an order that is canceled. */
export const anyRefund: fc.Arbitrary<RefundSchedule> = fc.record({
  kind: fc.constant("refund"),
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  serverAhead: fc.constantFrom(0, 7_200_000, -7_200_000),
  errorShape: fc.constantFrom("reference", "guide"),
  timeout: fc.constantFrom(10_000, 1_000),
  deadline: fc.constantFrom(30_000, 3_000),
  method: fc.constantFrom("card", "bank account"),
  check: rarely(3),
  // Shorter than the bound of `payments.resolve`.
  processing: fc.constantFrom(0, 0, 700, 20_000, 9 * MINUTE),
  fates: fc.array(anyFate, { maxLength: 3 }),
  clerks: fc.array(anyClerk, { minLength: 1, maxLength: 3 }),
  moves: fc.array(anyMove, { maxLength: 4 }),
});

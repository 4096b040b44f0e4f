import fc from "fast-check";
import { anyFate, type Fate, moment, sometimes } from "../world/fate.ts";
import { type ProcessPlan, WRITES } from "../world/process.ts";
import type { Setting } from "../world/world.ts";

/** How many things happen to payments at most. */
export const MOST_MOVES = 8;

/** How the sandbox spoils a delivery. */
const SPOILT = ["none", "none", "duplicate", "reorder", "drop", "late", "malformed", "sns"] as const;

/** Something that happens to a payment at the vendor. */
export interface Move {
  /** After the move before. */
  readonly after: number;
  readonly payment: number;
  readonly kind: "advance" | "document" | "refund" | "send again";
  /** The fate of the event. */
  readonly spoilt: (typeof SPOILT)[number];
}

/** One life of the user's server. */
export interface ServerPlan extends ProcessPlan {
  /** How long the server is down after a crash. */
  readonly down: number;
}

/** A run in which a user's server follows payments by their webhooks. */
export interface WebhookSchedule extends Setting {
  readonly kind: "webhook";
  readonly timeout: number;
  /** How long the user's database takes. */
  readonly database: number;
  readonly methods: readonly ("card" | "bank account")[];
  readonly moves: readonly Move[];
  /** The lives of the server. The ones after these are undisturbed. */
  readonly servers: readonly ServerPlan[];
  /** True if somebody waits for the payments from the beginning, too. */
  readonly waits: boolean;
  /** The means that bring the server up to date in the end. */
  readonly end: "polling" | "redelivery";
}

const anyMove: fc.Arbitrary<Move> = fc.record({
  after: fc.oneof(fc.constantFrom(0, 10, 300), moment(5_000), moment(40_000)),
  payment: moment(1),
  kind: fc.constantFrom("advance", "advance", "advance", "document", "refund", "send again"),
  spoilt: fc.constantFrom(...SPOILT),
});

// Slow enough that the next event overtakes it.
const slow: fc.Arbitrary<Fate> = anyFate.map((fate) => ({
  ...fate,
  fault: "body slow",
  body: "stream",
  homeward: 80 + fate.homeward / 4,
  cut: 5,
}));

const anyServer: fc.Arbitrary<ServerPlan> = fc.record({
  crashStep: sometimes(5, moment(40)),
  crashAfter: sometimes(4, moment(60_000)),
  fates: fc.array(fc.oneof({ weight: 2, arbitrary: anyFate }, { weight: 1, arbitrary: slow }), { maxLength: 8 }),
  writes: fc.array(fc.constantFrom(...WRITES), { maxLength: 6 }),
  down: fc.constantFrom(0, 3_000, 40_000),
});

/** Any schedule of webhooks. */
export const anyWebhook: fc.Arbitrary<WebhookSchedule> = fc.record({
  kind: fc.constant("webhook"),
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  serverAhead: fc.constantFrom(0, 7_200_000),
  errorShape: fc.constantFrom("reference", "guide"),
  timeout: fc.constantFrom(10_000, 1_000),
  database: fc.constantFrom(0, 5, 300),
  methods: fc.array(fc.constantFrom("card", "bank account"), { minLength: 1, maxLength: 2 }),
  moves: fc.array(anyMove, { minLength: 1, maxLength: MOST_MOVES }),
  servers: fc.array(anyServer, { minLength: 1, maxLength: 3 }),
  waits: fc.boolean(),
  end: fc.constantFrom("polling", "redelivery"),
});

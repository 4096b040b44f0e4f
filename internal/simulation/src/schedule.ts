import fc from "fast-check";
import { FAULTS, type Fault } from "./fault.ts";
import { OPERATIONS, type OperationName } from "./operation.ts";

/** How a page of a gateway, a proxy or a firewall looks. */
const PAGES = ["text", "html", "empty", "other JSON", "code as a number", "no trace id", "broken JSON"] as const;
/** The shape in which a runtime hands over a response. */
const BODIES = ["text", "stream", "reader only", "no reader", "text only", "nothing readable"] as const;
/** How somebody repeats the secrets of a request. */
const ECHOES = ["none", "plain", "spaces", "line feeds", "no-break spaces", "dots", "slashes", "percent"] as const;
/** What a response says about retrying. */
const WAITS = ["none", "0", "1", "20", "the CVV", "as a date"] as const;

/** What becomes of one request. Times are in milliseconds. */
export interface Fate {
  readonly fault: Fault;
  /** Until the connection stands. */
  readonly connect: number;
  /** From the client to the server. */
  readonly outward: number;
  /** From the server to the client. */
  readonly homeward: number;
  /** The status of an error, where the fault needs one. */
  readonly status: number;
  readonly page: (typeof PAGES)[number];
  readonly body: (typeof BODIES)[number];
  readonly echo: (typeof ECHOES)[number];
  readonly wait: (typeof WAITS)[number];
  /** Where something is cut, or which of two ways is taken: 0 to 9. */
  readonly cut: number;
}

/** One call of the client. */
export interface CallPlan {
  readonly operation: OperationName;
  /** Whether the vendor accepts the input. */
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

/** One run: everything that is left to chance. */
export interface Schedule {
  /** Feeds ids, secrets, card numbers and jitter. */
  readonly seed: number;
  readonly retries: number;
  readonly timeout: number;
  readonly deadline: number;
  /** Whether the API key comes from a function, and how long that takes. */
  readonly keyFunction: number | null;
  /** The vendor's clock minus ours. */
  readonly serverAhead: number;
  readonly errorShape: "reference" | "guide";
  /** Whether the runtime's fetch ignores its signal. */
  readonly deaf: boolean;
  readonly hooksThrow: boolean;
  readonly calls: readonly CallPlan[];
  readonly happenings: readonly Happening[];
}

const moment = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
const names = Object.keys(FAULTS) as Fault[];
const weighted = names.map((fault) => ({ arbitrary: fc.constant(fault), weight: FAULTS[fault].weight }));

const anyFate: fc.Arbitrary<Fate> = fc.record({
  fault: fc.oneof(...(weighted as [(typeof weighted)[number]])),
  connect: fc.constantFrom(0, 0, 5, 50, 500),
  outward: moment(200),
  homeward: moment(200),
  // The common ones often, every other one now and then.
  status: fc.oneof(
    fc.constantFrom(400, 401, 403, 404, 408, 409, 429, 500, 502, 503, 504),
    fc.integer({ min: 400, max: 599 }),
  ),
  page: fc.constantFrom(...PAGES),
  body: fc.constantFrom("text", "stream", ...BODIES),
  echo: fc.constantFrom("none", "none", ...ECHOES),
  wait: fc.constantFrom("none", "none", ...WAITS),
  cut: moment(9),
});

const anyCall: fc.Arbitrary<CallPlan> = fc.record({
  operation: fc.constantFrom(...(Object.keys(OPERATIONS) as OperationName[])),
  accepted: fc.integer({ min: 0, max: 9 }).map((dice) => dice < 9),
  at: moment(1_000),
  abortAfter: fc.option(moment(3_000), { freq: 5 }),
  fates: fc.array(anyFate, { maxLength: 4 }),
});

const anyHappening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom("rotate the key", "revoke the old key", "set the local clock", "close the client"),
  at: moment(3_000),
  by: fc.constantFrom(1_000, -1_000, 3_600_000, -3_600_000),
});

/** Any schedule. fast-check shrinks it towards one call, no fault and no delay. */
export const anySchedule: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  retries: fc.constantFrom(2, 2, 0, 1, 3),
  timeout: fc.constantFrom(10_000, 1_000, 200),
  deadline: fc.constantFrom(30_000, 3_000, 400),
  keyFunction: fc.option(fc.constantFrom(0, 10, 300), { freq: 2 }),
  serverAhead: fc.constantFrom(0, 0, 7_200_000, -7_200_000, 30_000, -30_000),
  errorShape: fc.constantFrom("reference", "guide"),
  deaf: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 8),
  hooksThrow: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 8),
  calls: fc.array(anyCall, { minLength: 1, maxLength: 4 }),
  happenings: fc.array(anyHappening, { maxLength: 2 }),
});

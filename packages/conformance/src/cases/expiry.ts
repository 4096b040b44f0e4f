import type { CallCase } from "../case.ts";
import { ABSENT, between, matches } from "../pattern.ts";

/** How long a client secret lives. The sandbox runs on the same clock, so that the moment of its arrival there is known. */
export const EXPIRY_CASES: readonly CallCase[] = [
  {
    name: "expiry/sixty-seconds",
    rule: "A client secret lives for 60 s, is scoped to its payer, and is alive at first.",
    kind: "call",
    operation: "createClientSecret",
    withoutApiKey: "obtain",
    expected: {
      value: { payerId: "{payer}", expired: false, remaining: between(50_000, 60_000), traceId: "{traceId}" },
    },
    // Only the page's server knows them.
    without: { "api-key": { value: { payerId: ABSENT, traceId: "" } } },
  },
  {
    name: "expiry/counts-from-sending",
    rule: "Its life counts from when the request was sent, not from when the response came.",
    kind: "call",
    operation: "createClientSecret",
    withoutApiKey: "obtain",
    faults: [{ kind: "latency", delayMs: 500 }],
    // A millisecond for the two clocks' rounding.
    expected: { value: { lifeFromArrival: between(58_000, 60_001) } },
  },
  {
    name: "expiry/counts-from-the-last-attempt",
    rule: "It counts from the attempt that succeeded, not from the first one.",
    kind: "call",
    operation: "createClientSecret",
    faults: [{ kind: "status", status: 503, retryAfter: "0", delayMs: 2_000 }],
    expected: { requests: 2, value: { lifeFromArrival: between(58_100, 60_001) } },
  },
  {
    name: "expiry/dead-at-the-vendor",
    rule: "A client secret that died is refused, and the error says what to do.",
    kind: "call",
    operation: "spend",
    prepare: [{ do: "advance", ms: 60_000 }],
    expected: {
      requests: 1,
      error: { code: "unauthorized", outcome: "rejected", status: 401, message: matches("mint a new one") },
    },
    // It may have been spent by this very call.
    without: { "sends-once": { error: { outcome: "unknown" } } },
  },
  {
    name: "expiry/alive-at-the-vendor",
    rule: "A client secret works until its 60 s are over.",
    kind: "call",
    operation: "spend",
    prepare: [{ do: "advance", ms: 40_000 }],
    expected: { requests: 1, value: { status: "ACTIVE" } },
  },
];

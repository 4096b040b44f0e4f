import type { CallCase } from "../case.ts";
import { ABSENT, between, matches } from "../pattern.ts";

/** Cases about the lifetime of a client secret. The sandbox has the same clock, so that arrival times are comparable. */
export const EXPIRY_CASES: readonly CallCase[] = [
  {
    name: "expiry/sixty-seconds",
    rule: "A new client secret is valid for 60 s, for its payer only.",
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
    rule: "The lifetime of a client secret starts when the request is sent, not when the response arrives.",
    kind: "call",
    operation: "createClientSecret",
    withoutApiKey: "obtain",
    faults: [{ kind: "latency", delayMs: 500 }],
    // One millisecond, because both clocks round.
    expected: { value: { lifeFromArrival: between(58_000, 60_001) } },
  },
  {
    name: "expiry/counts-from-the-last-attempt",
    rule: "The lifetime of a client secret starts with the attempt that succeeded, not with the first one.",
    kind: "call",
    operation: "createClientSecret",
    faults: [{ kind: "status", status: 503, retryAfter: "0", delayMs: 2_000 }],
    expected: { requests: 2, value: { lifeFromArrival: between(58_100, 60_001) } },
  },
  {
    name: "expiry/dead-at-the-vendor",
    rule: "After an expired client secret, the error says what to do.",
    kind: "call",
    operation: "spend",
    prepare: [{ do: "advance", ms: 60_000 }],
    expected: {
      requests: 1,
      error: { code: "unauthorized", outcome: "rejected", status: 401, message: matches("mint a new one") },
    },
    // This call itself may have spent it.
    without: { "sends-once": { error: { outcome: "unknown" } } },
  },
  {
    name: "expiry/alive-at-the-vendor",
    rule: "A client secret works until its 60 s have passed.",
    kind: "call",
    operation: "spend",
    prepare: [{ do: "advance", ms: 40_000 }],
    expected: { requests: 1, value: { status: "ACTIVE" } },
  },
];

import type { ErrorCode } from "@plastiq-connect/core";
import { BROKEN, gatewayPage, replayedError, vendorError } from "../canned-answers.ts";
import type { CallCase, CannedAnswer } from "../case.ts";

type Next = "fix-input" | "fix-configuration" | "retry-later" | "repeat-same-key" | "look-up" | "new-attempt";

/** Something that ends a call, and what to do then after each kind of operation. */
interface Situation extends Pick<CallCase, "client" | "call"> {
  readonly name: string;
  readonly answer: CannedAnswer;
  readonly outcome: "not-sent" | "rejected" | "unknown";
  /** For what may be repeated, for what may not, and for what has an idempotency key. */
  readonly next: { readonly safe: Next; readonly never: Next; readonly keyed: Next };
}

const each = (next: Next): Situation["next"] => ({ safe: next, never: next, keyed: next });
/** When the outcome is unknown: only a key makes it safe to repeat what must not happen twice. */
const unknown = (safe: Next): Situation["next"] => ({ safe, never: "look-up", keyed: "repeat-same-key" });

const refused = (status: number, next: Next, code?: string): Situation => ({
  name: code ? code.toLowerCase().replaceAll("_", "-") : `${status}`,
  answer: vendorError(status, code),
  outcome: "rejected",
  next: each(next),
});
const doubtful = (status: number, safe: Next): Situation => ({
  name: `${status}-of-a-gateway`,
  answer: gatewayPage(status),
  outcome: "unknown",
  next: unknown(safe),
});
const failed = (status: number): Situation => ({
  name: `${status}`,
  answer: vendorError(status),
  outcome: "unknown",
  next: unknown("retry-later"),
});

/** Every code of an error, and what it calls for. A code without a row does not compile. */
const TABLE: Readonly<Record<ErrorCode, readonly Situation[]>> = {
  configuration_invalid: [
    {
      name: "base-url",
      client: { baseUrl: "api.example" },
      answer: BROKEN,
      outcome: "not-sent",
      next: each("fix-configuration"),
    },
  ],
  input_invalid: [
    { name: "trace-id", call: { traceId: "mine" }, answer: BROKEN, outcome: "not-sent", next: each("fix-input") },
  ],
  aborted: [
    { name: "before", call: { abortAfter: 0 }, answer: BROKEN, outcome: "not-sent", next: each("retry-later") },
    {
      name: "while-waiting",
      call: { abortAfter: 60 },
      answer: { never: true },
      outcome: "unknown",
      next: unknown("retry-later"),
    },
  ],
  network_failed: [
    {
      name: "no-connection",
      answer: { throws: "refused", notSent: true },
      outcome: "not-sent",
      next: each("retry-later"),
    },
    { name: "broken", answer: BROKEN, outcome: "unknown", next: unknown("retry-later") },
  ],
  timed_out: [
    {
      name: "too-slow",
      client: { timeout: 60 },
      answer: { never: true },
      outcome: "unknown",
      next: unknown("retry-later"),
    },
  ],
  request_refused: [
    refused(400, "fix-input"),
    refused(418, "fix-input"),
    refused(422, "fix-input"),
    doubtful(400, "fix-input"),
    refused(400, "new-attempt", "PAYMENT_METHOD_DECLINED"),
    refused(400, "new-attempt", "PAYMENT_METHOD_ERROR"),
    refused(400, "new-attempt", "PAYMENT_METHOD_INVALID"),
    refused(400, "new-attempt", "PROCESSOR_CHARGE_ERROR"),
    refused(400, "look-up", "REFUND_FAILED"),
    {
      name: "decline-without-proof",
      answer: { status: 400, body: { code: "PAYMENT_METHOD_DECLINED", message: "Declined." } },
      outcome: "unknown",
      next: unknown("fix-input"),
    },
  ],
  unauthorized: [refused(401, "fix-configuration"), doubtful(401, "fix-configuration")],
  forbidden: [refused(403, "fix-configuration"), doubtful(403, "fix-configuration")],
  not_found: [refused(404, "fix-input"), doubtful(404, "fix-input")],
  conflict: [
    // The vendor still works on the first request with the key.
    { ...refused(409, "look-up"), next: { safe: "look-up", never: "look-up", keyed: "repeat-same-key" } },
    doubtful(409, "look-up"),
  ],
  server_failed: [failed(408), failed(500), failed(502), failed(504), failed(599), doubtful(500, "retry-later")],
  rate_limited: [refused(429, "retry-later"), doubtful(429, "retry-later")],
  server_unavailable: [refused(503, "retry-later"), doubtful(503, "retry-later")],
  redirect_refused: [
    {
      name: "307",
      answer: { status: 307, headers: { location: "{second}/api" } },
      outcome: "unknown",
      next: unknown("fix-configuration"),
    },
  ],
  response_unreadable: [
    { name: "page", answer: gatewayPage(200), outcome: "unknown", next: unknown("look-up") },
    { name: "no-object", answer: { status: 200, body: "null" }, outcome: "unknown", next: unknown("look-up") },
  ],
};

const OPERATIONS = {
  safe: { operation: "createClientSecret" },
  never: { operation: "createPaymentMethod", withoutApiKey: "spend" },
  keyed: { operation: "createPayment" },
} as const;
const CLASSES = ["safe", "never", "keyed"] as const;

const caseOf = (code: ErrorCode, one: Situation, kind: (typeof CLASSES)[number]): CallCase => {
  const { name, answer, client, call, next } = one;
  // Whoever makes a payment is answered 409 while an earlier request is worked on.
  const outcome = code === "conflict" && kind === "keyed" ? "unknown" : one.outcome;
  // A page that may send twice cannot know whether its first request spent the secret.
  const spent = kind === "never" && (code === "unauthorized" || code === "forbidden");
  return {
    name: `next/${code.replaceAll("_", "-")}-${name}-${kind}`,
    rule: `After ${code} (${outcome}), the next step of ${OPERATIONS[kind].operation} is ${next[kind]}.`,
    kind: "call",
    ...OPERATIONS[kind],
    // The first pause would outlast the deadline, so that a 409 ends the call, too.
    client: { retries: 0, deadline: 400, ...client },
    chance: 0.9,
    ...(call ? { call } : {}),
    answers: [answer],
    expected: { error: { code, outcome, next: next[kind] } },
    ...(spent ? { without: { "sends-once": { error: { outcome: "unknown", next: "look-up" } } } } : {}),
  };
};

const replayed = (status: number, next: Next, outcome: "rejected" | "unknown", code?: string): CallCase => ({
  name: `next/replayed-${code ? code.toLowerCase().replaceAll("_", "-") : status}`,
  rule: `After a replayed ${status} (${outcome}), the next step is ${next}: the stored response does not change.`,
  kind: "call",
  operation: "createPayment",
  client: { retries: 0 },
  answers: [replayedError(status, code)],
  expected: { requests: 1, error: { outcome, next, replayed: true } },
});

/** Cases about an error's next step: every code, for every kind of operation. */
export const NEXT_CASES: readonly CallCase[] = [
  ...Object.entries(TABLE).flatMap(([code, situations]) =>
    situations.flatMap((one) => CLASSES.map((kind) => caseOf(code as ErrorCode, one, kind))),
  ),
  replayed(500, "look-up", "unknown"),
  replayed(400, "fix-input", "rejected"),
  replayed(400, "new-attempt", "rejected", "PAYMENT_METHOD_DECLINED"),
  replayed(409, "look-up", "rejected"),
];

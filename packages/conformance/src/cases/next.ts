import type { ErrorCode } from "@plastiq-connect/core";
import { BROKEN, gatewayPage, replayedError, vendorError } from "../canned-responses.ts";
import type { CallCase, CannedResponse } from "../case.ts";

type Next = "fix-input" | "fix-configuration" | "retry-later" | "repeat-same-key" | "look-up" | "new-attempt";

/** A way in which a call ends, and the next step after each kind of operation. */
interface Situation extends Pick<CallCase, "client" | "call"> {
  readonly name: string;
  readonly response: CannedResponse;
  readonly outcome: "not-sent" | "rejected" | "unknown";
  /** The next step of an operation that is safe to repeat, of one that is not, and of one with an idempotency key. */
  readonly next: { readonly safe: Next; readonly never: Next; readonly keyed: Next };
}

const each = (next: Next): Situation["next"] => ({ safe: next, never: next, keyed: next });
/** The next steps after an unknown outcome: only a key makes it safe to repeat what must not happen twice. */
const unknown = (safe: Next): Situation["next"] => ({ safe, never: "look-up", keyed: "repeat-same-key" });

const refused = (status: number, next: Next, code?: string): Situation => ({
  name: code ? code.toLowerCase().replaceAll("_", "-") : `${status}`,
  response: vendorError(status, code),
  outcome: "rejected",
  next: each(next),
});
const gateway = (status: number, safe: Next): Situation => ({
  name: `${status}-of-a-gateway`,
  response: gatewayPage(status),
  outcome: "unknown",
  next: unknown(safe),
});
const failed = (status: number): Situation => ({
  name: `${status}`,
  response: vendorError(status),
  outcome: "unknown",
  next: unknown("retry-later"),
});

/** The situations of each error code. A code without a row does not compile. */
const TABLE: Readonly<Record<ErrorCode, readonly Situation[]>> = {
  configuration_invalid: [
    {
      name: "base-url",
      client: { baseUrl: "api.example" },
      response: BROKEN,
      outcome: "not-sent",
      next: each("fix-configuration"),
    },
  ],
  input_invalid: [
    { name: "trace-id", call: { traceId: "mine" }, response: BROKEN, outcome: "not-sent", next: each("fix-input") },
  ],
  aborted: [
    { name: "before", call: { abortAfter: 0 }, response: BROKEN, outcome: "not-sent", next: each("retry-later") },
    {
      name: "while-waiting",
      call: { abortAfter: 60 },
      response: { never: true },
      outcome: "unknown",
      next: unknown("retry-later"),
    },
  ],
  network_failed: [
    {
      name: "no-connection",
      response: { throws: "refused", notSent: true },
      outcome: "not-sent",
      next: each("retry-later"),
    },
    { name: "broken", response: BROKEN, outcome: "unknown", next: unknown("retry-later") },
  ],
  timed_out: [
    {
      name: "too-slow",
      client: { timeout: 60 },
      response: { never: true },
      outcome: "unknown",
      next: unknown("retry-later"),
    },
  ],
  request_refused: [
    refused(400, "fix-input"),
    refused(418, "fix-input"),
    refused(422, "fix-input"),
    gateway(400, "fix-input"),
    refused(400, "new-attempt", "PAYMENT_METHOD_DECLINED"),
    refused(400, "new-attempt", "PAYMENT_METHOD_ERROR"),
    refused(400, "new-attempt", "PAYMENT_METHOD_INVALID"),
    refused(400, "new-attempt", "PROCESSOR_CHARGE_ERROR"),
    refused(400, "look-up", "REFUND_FAILED"),
    {
      name: "decline-without-proof",
      response: { status: 400, body: { code: "PAYMENT_METHOD_DECLINED", message: "Declined." } },
      outcome: "unknown",
      next: unknown("fix-input"),
    },
  ],
  unauthorized: [refused(401, "fix-configuration"), gateway(401, "fix-configuration")],
  forbidden: [refused(403, "fix-configuration"), gateway(403, "fix-configuration")],
  not_found: [refused(404, "fix-input"), gateway(404, "fix-input")],
  conflict: [
    // The vendor still processes the first request with the key.
    { ...refused(409, "look-up"), next: { safe: "look-up", never: "look-up", keyed: "repeat-same-key" } },
    gateway(409, "look-up"),
  ],
  server_failed: [failed(408), failed(500), failed(502), failed(504), failed(599), gateway(500, "retry-later")],
  rate_limited: [refused(429, "retry-later"), gateway(429, "retry-later")],
  server_unavailable: [refused(503, "retry-later"), gateway(503, "retry-later")],
  redirect_refused: [
    {
      name: "307",
      response: { status: 307, headers: { location: "{second}/api" } },
      outcome: "unknown",
      next: unknown("fix-configuration"),
    },
  ],
  response_unreadable: [
    { name: "page", response: gatewayPage(200), outcome: "unknown", next: unknown("look-up") },
    { name: "no-object", response: { status: 200, body: "null" }, outcome: "unknown", next: unknown("look-up") },
  ],
};

const OPERATIONS = {
  safe: { operation: "createClientSecret" },
  never: { operation: "createPaymentMethod", withoutApiKey: "spend" },
  keyed: { operation: "createPayment" },
} as const;
const CLASSES = ["safe", "never", "keyed"] as const;

const caseOf = (code: ErrorCode, situation: Situation, kind: (typeof CLASSES)[number]): CallCase => {
  const { name, response, client, call, next } = situation;
  // A payment gets a 409 while the vendor processes an earlier request with its key.
  const outcome = code === "conflict" && kind === "keyed" ? "unknown" : situation.outcome;
  // A page that may send twice cannot know whether its first request spent the secret.
  const spent = kind === "never" && (code === "unauthorized" || code === "forbidden");
  return {
    name: `next/${code.replaceAll("_", "-")}-${name}-${kind}`,
    rule: `After ${code} (${outcome}), the next step of ${OPERATIONS[kind].operation} is ${next[kind]}.`,
    kind: "call",
    ...OPERATIONS[kind],
    // The first pause would exceed the deadline, so that a 409 also ends the call.
    client: { retries: 0, deadline: 400, ...client },
    chance: 0.9,
    ...(call ? { call } : {}),
    responses: [response],
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
  responses: [replayedError(status, code)],
  expected: { requests: 1, error: { outcome, next, replayed: true } },
});

/** Cases about an error's next step: every code, for every kind of operation. */
export const NEXT_CASES: readonly CallCase[] = [
  ...Object.entries(TABLE).flatMap(([code, situations]) =>
    situations.flatMap((situation) => CLASSES.map((kind) => caseOf(code as ErrorCode, situation, kind))),
  ),
  replayed(500, "look-up", "unknown"),
  replayed(400, "fix-input", "rejected"),
  replayed(400, "new-attempt", "rejected", "PAYMENT_METHOD_DECLINED"),
  replayed(409, "look-up", "rejected"),
];

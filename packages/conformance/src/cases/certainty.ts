import type { CallCase, CallExpectation } from "../case.ts";
import { between } from "../pattern.ts";

const after = (
  name: string,
  rule: string,
  fault: NonNullable<CallCase["faults"]>[number],
  error: CallExpectation["error"],
  rest: Partial<Pick<CallCase, "needs" | "client">> = {},
): CallCase => ({
  name: `certainty/${name}`,
  rule,
  kind: "call",
  operation: "createPaymentMethod",
  withoutApiKey: "spend",
  faults: [{ times: null, ...fault }],
  client: { retries: 0 },
  ...rest,
  expected: { requests: 1, ...(error === undefined ? {} : { error }) },
  without: {
    "sends-once": {
      requests: between(1, 2),
      // When a secret was sent twice, the first request may have spent it.
      ...(fault.status === 401 || fault.status === 403 ? { error: { outcome: "unknown" } } : {}),
    },
  },
});

const status = (value: number, code: string, outcome: string): CallCase =>
  after(
    `status-${value}`,
    `After a ${value}, the outcome is \`${outcome}\`.`,
    { kind: "status", status: value },
    { isConnectError: true, code, outcome, status: value, attempts: 1 },
  );

const unknown = (code: string): CallExpectation["error"] => ({
  isConnectError: true,
  code,
  outcome: "unknown",
  attempts: 1,
});
const MAY_HAVE = "The request may have taken effect, and the error says so.";

/** Cases about the outcome of an error. */
export const CERTAINTY_CASES: readonly CallCase[] = [
  status(400, "request_refused", "rejected"),
  status(401, "unauthorized", "rejected"),
  status(403, "forbidden", "rejected"),
  status(404, "not_found", "rejected"),
  status(408, "server_failed", "unknown"),
  status(409, "conflict", "rejected"),
  status(418, "request_refused", "rejected"),
  status(429, "rate_limited", "rejected"),
  status(500, "server_failed", "unknown"),
  status(502, "server_failed", "unknown"),
  status(503, "server_unavailable", "rejected"),
  status(504, "server_failed", "unknown"),
  status(599, "server_failed", "unknown"),
  after("severed", MAY_HAVE, { kind: "severed" }, unknown("network_failed"), { needs: ["connection"] }),
  after("severed-body", MAY_HAVE, { kind: "severed-body" }, unknown("network_failed"), { needs: ["connection"] }),
  after(
    "stalled-body",
    `The timeout of an attempt includes the body. ${MAY_HAVE}`,
    { kind: "stalled-body" },
    unknown("timed_out"),
    {
      client: { retries: 0, timeout: 1_200 },
    },
  ),
  after("too-slow", MAY_HAVE, { kind: "latency", delayMs: 60_000 }, unknown("timed_out"), {
    client: { retries: 0, timeout: 1_200 },
  }),
  after("late-response", "A slow response within the timeout counts.", { kind: "latency", delayMs: 200 }, undefined),
  {
    name: "certainty/no-connection",
    rule: "The outcome is `not-sent` where the runtime reports that no connection was made, and `unknown` elsewhere.",
    kind: "call",
    operation: "createPaymentMethod",
    withoutApiKey: "spend",
    client: { retries: 0, baseUrl: "{closed}/api" },
    expected: { requests: 0, error: { code: "network_failed", outcome: "not-sent", attempts: 1 } },
    without: { "not-sent": { error: { outcome: "unknown" } } },
  },
  {
    name: "certainty/no-connection-is-repeated",
    rule: "A request that was certainly not sent is retried, for every operation.",
    kind: "call",
    operation: "spend",
    client: { retries: 1 },
    chance: 0,
    responses: [
      { throws: "refused", notSent: true },
      { status: 200, body: { id: "method-1" } },
    ],
    expected: { requests: 2, value: { id: "method-1" } },
  },
  {
    name: "certainty/error-of-another-copy",
    rule: "An error of the library that a custom fetch throws is passed on unchanged, also from another copy of the library.",
    kind: "call",
    operation: "spend",
    responses: [{ throws: "not allowed", branded: { code: "configuration_invalid", outcome: "not-sent" } }],
    expected: { requests: 1, error: { code: "configuration_invalid", outcome: "not-sent", isConnectError: true } },
  },
  {
    name: "certainty/aborted-before",
    rule: "A call that was aborted before it began sends nothing.",
    kind: "call",
    operation: "createClientSecret",
    withoutApiKey: "spend",
    call: { abortAfter: 0 },
    expected: { requests: 0, error: { code: "aborted", outcome: "not-sent", attempts: 0 } },
  },
  {
    name: "certainty/aborted-while-waiting",
    rule: "A call that is aborted while it waits may have taken effect.",
    kind: "call",
    operation: "createClientSecret",
    withoutApiKey: "spend",
    call: { abortAfter: 1_200 },
    faults: [{ kind: "latency", delayMs: 60_000 }],
    expected: { requests: 1, error: { code: "aborted", outcome: "unknown", attempts: 1 } },
  },
  {
    name: "certainty/refusal-undoes-nothing",
    rule: "When an attempt may have taken effect, a later refusal leaves the outcome unknown.",
    kind: "call",
    operation: "createClientSecret",
    faults: [
      { kind: "status", status: 500, retryAfter: "0" },
      { kind: "status", status: 403 },
    ],
    expected: { requests: 2, error: { code: "forbidden", outcome: "unknown", status: 403, attempts: 2 } },
  },
];

import type { CallCase, CallExpectation, CannedResponse } from "../case.ts";
import { exactly, matches } from "../pattern.ts";

const ok = (body: unknown): CannedResponse => ({ status: 200, body });
const METHOD = { id: "method-1", type: "CARD", status: "ACTIVE" };

const withResponse = (
  name: string,
  rule: string,
  response: CannedResponse,
  expected: CallExpectation,
  operation: CallCase["operation"] = "spend",
): CallCase => ({
  name: `decoding/${name}`,
  rule,
  kind: "call",
  operation,
  client: { retries: 0 },
  responses: [response],
  expected: { requests: 1, ...expected },
});

const unreadable = (name: string, body: unknown, operation: CallCase["operation"] = "spend"): CallCase =>
  withResponse(
    `unreadable-${name}`,
    "A 2xx without the field that the API promises is an error with an unknown outcome, and repeats nothing of the response.",
    ok(body),
    { error: { code: "response_unreadable", outcome: "unknown", status: 200 } },
    operation,
  );

const faulty = (kind: "html" | "truncated-json" | "oversized-body"): CallCase => ({
  name: `decoding/${kind}`,
  rule: "A 2xx whose body is HTML, incomplete or over 1 MiB is an error, and not retried.",
  kind: "call",
  operation: "createClientSecret",
  withoutApiKey: "spend",
  faults: [{ kind, times: null }],
  expected: { requests: 1, error: { code: "response_unreadable", outcome: "unknown", status: 200, attempts: 1 } },
});

const COMPRESSED: readonly CallCase[] = [
  {
    name: "decoding/compressed",
    rule: "A compressed response is decompressed.",
    kind: "call",
    operation: "spend",
    client: { retries: 0, baseUrl: "{compressed}/short/api" },
    expected: { value: { id: "method-1" } },
  },
  {
    name: "decoding/decompression-bomb",
    rule: "The limit of 1 MiB applies to the decompressed body.",
    kind: "call",
    operation: "spend",
    client: { retries: 0, baseUrl: "{compressed}/bomb/api" },
    expected: { error: { code: "response_unreadable", outcome: "unknown", status: 200, attempts: 1 } },
  },
];

const shaped = (shape: "reference" | "guide"): CallCase => ({
  name: `decoding/errors-of-the-${shape}`,
  rule: "Both error shapes that the vendor documents are parsed.",
  kind: "call",
  operation: "spend",
  prepare: [{ do: "error-shape", shape }, { do: "spend-secret" }],
  expected: {
    error: {
      code: "unauthorized",
      apiCode: "AUTHORIZATION_ERROR",
      details: ["The client secret has already been used."],
      traceId: "{traceId}",
      message: matches("^createPaymentMethod \\([^)]+\\): 401 AUTHORIZATION_ERROR\\. Authorization error\\. "),
    },
  },
});

/** Cases about decoding a response. */
export const DECODING_CASES: readonly CallCase[] = [
  faulty("html"),
  faulty("truncated-json"),
  faulty("oversized-body"),
  ...COMPRESSED,
  shaped("reference"),
  shaped("guide"),
  unreadable("empty", ""),
  unreadable("null", "null"),
  unreadable("list", [METHOD]),
  unreadable("number", "17"),
  unreadable("without-an-id", { type: "CARD" }),
  unreadable("with-an-empty-id", { id: "" }),
  unreadable("with-a-number-for-an-id", { id: 17 }),
  unreadable("without-a-secret", { secret: "x" }, "createClientSecret"),
  unreadable("with-an-empty-secret", { clientSecret: "" }, "createClientSecret"),
  withResponse(
    "no-content",
    "A 204 is an error where the API promises a body.",
    { status: 204 },
    { error: { code: "response_unreadable", status: 204 } },
  ),
  withResponse(
    "unknown-fields-pass",
    "Unknown fields and values are returned.",
    ok({ ...METHOD, status: "SLEEPING", tomorrow: { is: ["new"] } }),
    { value: exactly({ ...METHOD, status: "SLEEPING", tomorrow: { is: ["new"] } }) },
  ),
  withResponse("created-passes", "Any 2xx is a success.", { status: 201, body: METHOD }, { value: METHOD }),
  withResponse(
    "byte-order-mark-passes",
    "A byte order mark before the JSON is accepted.",
    { status: 200, body: `\ufeff${JSON.stringify(METHOD)}` },
    { value: METHOD },
  ),
  withResponse(
    "letter-in-two-chunks",
    "A character is decoded correctly when its bytes arrive in two chunks.",
    // {"id":"m-é"}
    {
      status: 200,
      chunks: [
        [123, 34, 105, 100, 34, 58, 34, 109, 45, 195],
        [169, 34, 125],
      ],
    },
    { value: { id: "m-\u00e9" } },
  ),
  withResponse(
    "response-facts",
    "The status, the headers with names in lower case and the vendor's trace id are available.",
    { status: 200, headers: { "Trace-Id": "vendors-own", "X-Request": "7" }, body: { clientSecret: "{clientSecret}" } },
    {
      response: { status: 200, headers: { "x-request": "7" }, traceId: "vendors-own" },
      value: { traceId: "vendors-own" },
    },
    "createClientSecret",
  ),
  withResponse(
    "trace-id-of-the-error-body",
    "Without the header, the trace id of an error comes from the body.",
    { status: 400, body: { traceId: "vendors-own" } },
    { error: { traceId: "vendors-own" } },
  ),
  withResponse(
    "trace-id-that-was-sent",
    "Without a trace id in the response, the error has the one that was sent.",
    { status: 400 },
    {
      error: { traceId: "{traceId}" },
    },
  ),
  withResponse(
    "short-errors",
    "The vendor's text is truncated to 500 characters.",
    { status: 400, body: { message: `${"long ".repeat(300)}end` } },
    { error: { message: matches("^[^]{450,620}$") } },
  ),
  withResponse(
    "details-as-text",
    "The details of an error may be plain text.",
    { status: 400, body: { details: ["one", { details: "two" }, 3] } },
    { error: { details: ["one", "two"] } },
  ),
  {
    name: "decoding/oversized-body-is-canceled",
    rule: "A response over 1 MiB is not read to the end.",
    kind: "call",
    operation: "spend",
    responses: [{ status: 200, body: "x".repeat(1_100_000), stalls: true }],
    expected: { canceled: 1, error: { code: "response_unreadable", outcome: "unknown" } },
  },
  {
    name: "decoding/oversized-error",
    rule: "An error with a body over 1 MiB has the code of its status.",
    kind: "call",
    operation: "spend",
    client: { retries: 0 },
    responses: [{ status: 403, body: "x".repeat(1_100_000) }],
    expected: { error: { code: "forbidden", outcome: "unknown", status: 403 } },
    // This call itself may have spent the secret.
    without: { "sends-once": { error: { outcome: "unknown" } } },
  },
];

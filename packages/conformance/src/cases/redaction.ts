import type { CallCase, ClientSetup } from "../case.ts";
import { exactly, matches } from "../pattern.ts";
import { CARD, PERSON } from "../samples.ts";

const badKey = (name: string, rule: string, apiKey: string, hidden: readonly string[]): CallCase => ({
  name: `redaction/${name}`,
  rule,
  kind: "call",
  operation: "createClientSecret",
  client: { apiKey },
  hidden,
  expected: { requests: 0, error: { code: "configuration_invalid", outcome: "not-sent", attempts: 0 } },
});

const echo = (
  name: string,
  rule: string,
  message: string,
  expected: string,
  rest: Partial<CallCase> = {},
): CallCase => ({
  name: `redaction/${name}`,
  rule,
  kind: "call",
  operation: "spend",
  responses: [{ status: 400, body: { code: "VALIDATION_ERROR", message, errors: [{ details: message }] } }],
  ...rest,
  expected: {
    requests: 1,
    error: { code: "request_refused", message: matches(expected), details: [matches(expected)] },
  },
});

const badInput = (name: string, rule: string, data: object, hidden: readonly string[]): CallCase => ({
  name: `redaction/${name}`,
  rule,
  kind: "call",
  operation: "spend",
  input: { type: "CARD", data },
  hidden,
  responses: [{ status: 200, body: { id: "method-1" } }],
  expected: { requests: 0, error: { code: "input_invalid", outcome: "not-sent" } },
});

const unusable = (name: string, client: ClientSetup, hidden: readonly string[]): CallCase => ({
  name: `redaction/${name}`,
  rule: "A base URL that is not valid is not echoed: it may contain a password.",
  kind: "call",
  operation: "spend",
  client,
  hidden,
  responses: [{ status: 200, body: { id: "method-1" } }],
  expected: { requests: 0, error: { code: "configuration_invalid", outcome: "not-sent" } },
});

const NO_ECHO = "A text that is not a valid API key is an error before anything is sent, and is not echoed.";

/** Cases about secrets, which must never be printed. */
export const REDACTION_CASES: readonly CallCase[] = [
  badKey("key-with-an-inner-newline", NO_ECHO, "canary-5d1e8b\ncanary-9c2f7a", ["canary-5d1e8b", "canary-9c2f7a"]),
  badKey("key-with-a-newline-at-the-end", NO_ECHO, "canary-5d1e8b\n", ["canary-5d1e8b"]),
  badKey("key-with-its-prefix", NO_ECHO, "Bearer canary-5d1e8b", ["canary-5d1e8b"]),
  badKey("key-in-quotes", NO_ECHO, '"canary-5d1e8b"', ["canary-5d1e8b"]),
  badKey("key-of-a-control-character", NO_ECHO, "canary-5d1e8b\u0000", ["canary-5d1e8b"]),
  badKey("no-key", NO_ECHO, "", []),
  {
    name: "redaction/secret-with-a-newline",
    rule: "A text that is not a valid client secret is an error before anything is sent, and is not echoed.",
    kind: "call",
    operation: "spend",
    call: { clientSecret: "CANARY5D1E8B\nCANARY9C2F7A" },
    hidden: ["CANARY5D1E8B", "CANARY9C2F7A"],
    expected: { requests: 0, error: { code: "input_invalid", outcome: "not-sent", attempts: 0 } },
  },
  {
    name: "redaction/client-secret-prints-redacted",
    rule: "A client secret prints `[redacted]`. Only `reveal()` returns its value.",
    kind: "call",
    operation: "createClientSecret",
    withoutApiKey: "obtain",
    expected: { value: { text: "[redacted]", json: '"[redacted]"', revealed: matches("^LOCALCLIENTSECRET") } },
  },
  echo(
    "echo-of-a-card-number",
    "A card number that the vendor repeats is redacted.",
    `Not a card: ${CARD.accountNumber}`,
    "^[^\\d]*(400 )?.*\\[redacted\\]",
  ),
  echo(
    "echo-of-a-card-number-in-groups",
    "A card number in groups of digits is redacted.",
    "Not a card: 3782 822463 10005, 3782-822463-10005",
    "\\[redacted\\], \\[redacted\\]",
  ),
  echo("echo-of-a-cvv", "A CVV that the vendor repeats is redacted.", `Wrong code "${CARD.cvv}"`, '"\\[redacted\\]"'),
  echo(
    "echo-of-a-client-secret",
    "A client secret that the vendor repeats is redacted.",
    "No {clientSecret}",
    "No \\[redacted\\]",
  ),
  echo("echo-of-the-key", "An API key that the vendor repeats is redacted.", "No {apiKey}", "No \\[redacted\\]", {
    operation: "createClientSecret",
  }),
  echo(
    "echo-of-a-document",
    "A document's number that the vendor repeats is redacted.",
    "Taken: 078-05-1120",
    "Taken: \\[redacted\\]",
    {
      operation: "createPayer",
      input: PERSON,
    },
  ),
  {
    name: "redaction/echo-in-a-header",
    rule: "A credential that a response header repeats is redacted.",
    kind: "call",
    operation: "createClientSecret",
    responses: [{ status: 200, headers: { "x-echo": "Bearer {apiKey}" }, body: { clientSecret: "{clientSecret}" } }],
    expected: { response: { headers: { "x-echo": "Bearer [redacted]" } } },
  },
  {
    name: "redaction/web-page-is-not-repeated",
    rule: "The text of an HTML page is not part of the error.",
    kind: "call",
    operation: "spend",
    client: { retries: 0 },
    hidden: ["canary-page"],
    responses: [{ status: 500, headers: { "content-type": "text/html" }, body: "<h1>canary-page {clientSecret}</h1>" }],
    expected: { error: { code: "server_failed", status: 500 } },
  },
  {
    name: "redaction/no-terminal-escapes",
    rule: "Control characters in the vendor's text are removed.",
    kind: "call",
    operation: "spend",
    hidden: ["\u001b"],
    responses: [{ status: 400, body: { code: "VALIDATION_ERROR", message: "red \u001b[31malert\u0007" } }],
    expected: { error: { code: "request_refused", message: matches("red +\\[31malert") } },
  },
  {
    name: "redaction/error-of-a-fetch",
    rule: "The HTTP library's error, which contains the credential, is not attached as `cause`.",
    kind: "call",
    operation: "spend",
    client: { retries: 0 },
    responses: [{ throws: "Bearer {clientSecret} was refused" }],
    expected: { error: { code: "network_failed", outcome: "unknown", message: matches("ECONFORMANCE") } },
  },
  {
    name: "redaction/hooks",
    rule: "Hooks get every event, and never the credential.",
    kind: "call",
    operation: "createPaymentMethod",
    faults: [{ kind: "status", status: 503, retryAfter: "0" }],
    expected: { hooks: ["onRequest 1", "onResponse 1 503", "onRetry 1", "onRequest 2", "onResponse 2 200"] },
  },
  {
    name: "redaction/hooks-that-throw",
    rule: "A hook that throws does not affect the call.",
    kind: "call",
    operation: "createPaymentMethod",
    hooksThrow: true,
    responses: [{ status: 200, body: { id: "method-1" } }],
    expected: { hooks: ["onRequest 1", "onResponse 1 200"], value: { id: "method-1" } },
  },
  badInput(
    "number-in-the-wrong-field",
    "An error does not repeat invalid input.",
    { ...CARD, expirationMonth: "378282246310005" },
    [],
  ),
  badInput(
    "number-as-a-field-name",
    "An error does not repeat a card number that is the name of a field.",
    { ...CARD, "378282246310005": "x" },
    [],
  ),
  badInput(
    "cvv-of-five-digits",
    "An error names the invalid fields, and repeats no value.",
    { ...CARD, cvv: "91837" },
    ["91837"],
  ),
  unusable("base-url-with-a-password", { baseUrl: "https://user:canary-5d1e8b@api.example/api" }, ["canary-5d1e8b"]),
  unusable("base-url-with-a-query", { baseUrl: "https://api.example/api?key=canary-5d1e8b" }, ["canary-5d1e8b"]),
  unusable("base-url-without-tls", { baseUrl: "http://api.canary-5d1e8b.example/api" }, ["canary-5d1e8b"]),
  {
    name: "redaction/all-fields-of-an-error",
    rule: "An error has only the documented fields.",
    kind: "call",
    operation: "spend",
    client: { retries: 0 },
    responses: [{ status: 409, headers: { "trace-id": "{traceId}" }, body: { code: "CONFLICT", message: "Twice" } }],
    expected: {
      error: exactly({
        isConnectError: true,
        name: "ConnectError",
        message: "createPaymentMethod ({host}): 409 CONFLICT. Twice.",
        code: "conflict",
        outcome: "rejected",
        next: "look-up",
        status: 409,
        apiCode: "CONFLICT",
        details: [],
        traceId: "{traceId}",
        attempts: 1,
      }),
    },
  },
];

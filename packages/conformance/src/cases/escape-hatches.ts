import type { Extra } from "@plastiq-connect/core";
import { BROKEN, vendorError } from "../canned-answers.ts";
import type { CallCase } from "../case.ts";
import { ABSENT, exactly, matches, type Pattern } from "../pattern.ts";

const SECRET = "canary-tax-number-7f3a";
const KEY = "6F1D7C1E-2F0B-4D0A-9A57-3F1F0C5B7A10";
const PAYER = { status: 200, body: { id: "{payer}" } };
const ECHO = { status: 400, body: { code: "VALIDATION_ERROR", message: `No ${SECRET}` } };

type Rest = Omit<CallCase, "name" | "rule" | "kind" | "operation"> & { readonly operation?: CallCase["operation"] };

const hatch = (name: string, rule: string, rest: Rest): CallCase => ({
  name: `escape-hatches/${name}`,
  rule,
  kind: "call",
  operation: "retrievePayer",
  chance: 0,
  ...rest,
});

const extra = (name: string, rule: string, rest: Rest): CallCase =>
  hatch(`extra-${name}`, rule, { operation: "createPaymentIntent", ...rest });

const refusedExtra = (name: string, rule: string, given: Extra, message: string): CallCase =>
  extra(name, rule, {
    call: { extra: given },
    hidden: [SECRET],
    answers: [PAYER],
    expected: {
      requests: 0,
      error: { code: "input_invalid", outcome: "not-sent", next: "fix-input", message: matches(message) },
    },
  });

const request = (name: string, rule: string, rest: Rest): CallCase =>
  hatch(`request-${name}`, rule, { operation: "request", ...rest });

const refusedPath = (name: string, path: string): CallCase =>
  request(`path-${name}`, "A path that could lead elsewhere is refused, and nothing is sent.", {
    input: { method: "GET", path },
    answers: [PAYER],
    expected: { requests: 0, error: { code: "input_invalid", outcome: "not-sent" } },
  });

const drift = (name: string, rule: string, body: object, found: Pattern, status = 200): CallCase =>
  hatch(`drift-${name}`, rule, {
    operation: "retrievePayment",
    answers: [{ status, body: { id: "{payment}", ...body } }],
    expected: { requests: 1, value: { id: "{payment}", ...body } as Pattern, drift: found },
  });

/** How a user reaches what this release does not know. */
export const ESCAPE_HATCH_CASES: readonly CallCase[] = [
  extra("fields", "Extra fields join the body, also inside its objects, and the query.", {
    call: { extra: { body: { locale: "é", payer: { note: SECRET } }, query: { expand: "a b", page: 2 } } },
    hidden: [SECRET],
    answers: [PAYER],
    expected: {
      requests: 1,
      request: {
        query: exactly({ expand: "a b", page: "2" }),
        body: { locale: "é", payer: { id: "{payer}", note: SECRET }, recipient: { id: "{recipient}" } },
      },
    },
  }),
  extra("on-a-retry", "A retry sends the extra fields, too.", {
    call: { extra: { body: { locale: "en" }, query: { expand: "all" } } },
    answers: [BROKEN, PAYER],
    expected: { requests: 2, identical: true, request: { query: exactly({ expand: "all" }), body: { locale: "en" } } },
  }),
  extra("echoed", "An extra value that the vendor repeats is in no print.", {
    call: { extra: { body: { taxId: SECRET } } },
    hidden: [SECRET],
    answers: [ECHO],
    expected: { requests: 1, error: { code: "request_refused", message: matches("\\[redacted\\]") } },
  }),
  extra("named-like-a-prototype", "An extra field named like a property of every object is sent like any other.", {
    call: { extra: { body: { ["__proto__"]: "p", payer: { constructor: "c" } } } },
    answers: [PAYER],
    expected: { requests: 1, request: { body: { ["__proto__"]: "p", payer: { id: "{payer}", constructor: "c" } } } },
  }),
  refusedExtra(
    "that-replaces",
    "An extra field cannot replace one of the request.",
    { body: { payer: { id: SECRET } } },
    "extra.body.payer.id",
  ),
  refusedExtra(
    "in-the-place-of-an-object",
    "An extra field cannot replace an object of the request.",
    { body: { recipient: SECRET } },
    "extra.body.recipient",
  ),
  request("get", "A GET is sent again, and its JSON is returned as it is.", {
    input: { method: "GET", path: "/things/1", query: { a: 1, b: "ü" } },
    answers: [BROKEN, { status: 200, body: { any: [1, null] } }],
    expected: {
      requests: 2,
      value: exactly({ any: [1, null] }),
      request: { method: "GET", path: "/api/things/1", query: exactly({ a: "1", b: "ü" }), body: ABSENT },
    },
  }),
  request("sandbox", "A request reaches the API with the credential and the trace id.", {
    expected: {
      requests: 1,
      value: { id: "{payer}" },
      request: { method: "GET", path: "/api/payers/{payer}", bearer: "local", headers: { "trace-id": "{traceId}" } },
    },
  }),
  request("post", "A POST is not sent again unless that is allowed.", {
    input: { method: "POST", path: "/things", body: { a: 1 } },
    answers: [BROKEN],
    expected: {
      requests: 1,
      request: { method: "POST", body: exactly({ a: 1 }), headers: { "content-type": "application/json" } },
      error: { code: "network_failed", outcome: "unknown", next: "look-up" },
    },
  }),
  request("post-that-may", "A POST that is said to be safe is sent again.", {
    input: { method: "POST", path: "/things", body: { a: 1 }, replay: "safe" },
    answers: [BROKEN, PAYER],
    expected: { requests: 2, identical: true },
  }),
  request("post-with-a-key", "A POST with an idempotency key is sent again with it, also after a 409.", {
    input: { method: "POST", path: "/things", body: { a: 1 }, idempotencyKey: KEY },
    answers: [BROKEN, vendorError(409), PAYER],
    expected: { requests: 3, identical: true, request: { headers: { "idempotency-key": KEY.toLowerCase() } } },
  }),
  request("echoed", "A value of the body that the vendor repeats is in no print.", {
    input: { method: "POST", path: "/things", body: { taxId: SECRET } },
    hidden: [SECRET],
    answers: [ECHO],
    expected: { requests: 1, error: { code: "request_refused", status: 400 } },
  }),
  request("empty", "An empty response is undefined.", {
    input: { method: "DELETE", path: "/things/1" },
    answers: [{ status: 204 }],
    expected: { requests: 1, value: ABSENT, request: { method: "DELETE" } },
  }),
  refusedPath("up", "/a/../b"),
  refusedPath("escaped-up", "/a/%2e%2E/b"),
  refusedPath("host", "//x.example"),
  refusedPath("query", "/a?b=c"),
  hatch("with-options", "A derived client has its own timeouts and key, over the same connections.", {
    client: { derived: { retries: 0, apiKey: "another-key-of-the-account" } },
    answers: [BROKEN],
    expected: { requests: 1, request: { bearer: "Bearer another-key-of-the-account" }, error: { attempts: 1 } },
  }),
  hatch("with-options-of-the-sandbox", "A derived client uses the base URL of the first one.", {
    client: { apiKey: "a-key-that-is-unknown", derived: { apiKey: "{apiKey}" } },
    expected: { requests: 1, value: { id: "{payer}" } },
  }),
  drift("field", "An unknown field is reported by its name, and passes.", { later: { a: SECRET } }, ["field later"]),
  drift("value", "An unknown status is reported without its value, and passes.", { status: SECRET }, ["value status"]),
  drift("inner", "Unknown fields inside lists are reported once.", { fees: [{ later: 1 }, { later: 2 }] }, [
    "field fees.later",
  ]),
  drift("status", "An undocumented success is reported, and passes.", { status: "CHARGED" }, ["status status"], 202),
  drift("none", "What is known is not reported, null included.", { status: "DEPOSITED", details: null }, []),
];

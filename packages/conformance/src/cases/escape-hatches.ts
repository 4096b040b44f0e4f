import type { Extra } from "@plastiq-connect/core";
import { BROKEN, vendorError } from "../canned-responses.ts";
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
    responses: [PAYER],
    expected: {
      requests: 0,
      error: { code: "input_invalid", outcome: "not-sent", next: "fix-input", message: matches(message) },
    },
  });

const request = (name: string, rule: string, rest: Rest): CallCase =>
  hatch(`request-${name}`, rule, { operation: "request", ...rest });

const refusedPath = (name: string, path: string): CallCase =>
  request(`path-${name}`, "A path that could leave the API is an error, and nothing is sent.", {
    input: { method: "GET", path },
    responses: [PAYER],
    expected: { requests: 0, error: { code: "input_invalid", outcome: "not-sent" } },
  });

const drift = (name: string, rule: string, body: object, found: Pattern, status = 200): CallCase =>
  hatch(`drift-${name}`, rule, {
    operation: "retrievePayment",
    responses: [{ status, body: { id: "{payment}", ...body } }],
    expected: { requests: 1, value: { id: "{payment}", ...body } as Pattern, drift: found },
  });

/** Cases about fields and endpoints that this release does not know. */
export const ESCAPE_HATCH_CASES: readonly CallCase[] = [
  extra("fields", "Extra fields are added to the body, also inside its objects, and to the query.", {
    call: { extra: { body: { locale: "é", payer: { note: SECRET } }, query: { expand: "a b", page: 2 } } },
    hidden: [SECRET],
    responses: [PAYER],
    expected: {
      requests: 1,
      request: {
        query: exactly({ expand: "a b", page: "2" }),
        body: { locale: "é", payer: { id: "{payer}", note: SECRET }, recipient: { id: "{recipient}" } },
      },
    },
  }),
  extra("on-a-retry", "A retry also sends the extra fields.", {
    call: { extra: { body: { locale: "en" }, query: { expand: "all" } } },
    responses: [BROKEN, PAYER],
    expected: { requests: 2, identical: true, request: { query: exactly({ expand: "all" }), body: { locale: "en" } } },
  }),
  extra("echoed", "An extra value that the vendor repeats is redacted.", {
    call: { extra: { body: { taxId: SECRET } } },
    hidden: [SECRET],
    responses: [ECHO],
    expected: { requests: 1, error: { code: "request_refused", message: matches("\\[redacted\\]") } },
  }),
  extra("named-like-a-prototype", "An extra field named like a property of every object is sent like any other.", {
    call: { extra: { body: { ["__proto__"]: "p", payer: { constructor: "c" } } } },
    responses: [PAYER],
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
  request("get", "A GET is retried, and its JSON is returned unchanged.", {
    input: { method: "GET", path: "/things/1", query: { a: 1, b: "ü" } },
    responses: [BROKEN, { status: 200, body: { any: [1, null] } }],
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
  request("post", "A POST is not retried by default.", {
    input: { method: "POST", path: "/things", body: { a: 1 } },
    responses: [BROKEN],
    expected: {
      requests: 1,
      request: { method: "POST", body: exactly({ a: 1 }), headers: { "content-type": "application/json" } },
      error: { code: "network_failed", outcome: "unknown", next: "look-up" },
    },
  }),
  request("post-that-may", 'A POST with `replay: "safe"` is retried.', {
    input: { method: "POST", path: "/things", body: { a: 1 }, replay: "safe" },
    responses: [BROKEN, PAYER],
    expected: { requests: 2, identical: true },
  }),
  request("post-with-a-key", "A POST with an idempotency key is retried with it, also after a 409.", {
    input: { method: "POST", path: "/things", body: { a: 1 }, idempotencyKey: KEY },
    responses: [BROKEN, vendorError(409), PAYER],
    expected: { requests: 3, identical: true, request: { headers: { "idempotency-key": KEY.toLowerCase() } } },
  }),
  request("echoed", "A value of the body that the vendor repeats is redacted.", {
    input: { method: "POST", path: "/things", body: { taxId: SECRET } },
    hidden: [SECRET],
    responses: [ECHO],
    expected: { requests: 1, error: { code: "request_refused", status: 400 } },
  }),
  request("empty", "An empty response returns undefined.", {
    input: { method: "DELETE", path: "/things/1" },
    responses: [{ status: 204 }],
    expected: { requests: 1, value: ABSENT, request: { method: "DELETE" } },
  }),
  refusedPath("up", "/a/../b"),
  refusedPath("escaped-up", "/a/%2e%2E/b"),
  refusedPath("host", "//x.example"),
  refusedPath("query", "/a?b=c"),
  hatch("with-options", "A derived client has its own timeouts and key, and shares the connections.", {
    client: { derived: { retries: 0, apiKey: "another-key-of-the-account" } },
    responses: [BROKEN],
    expected: { requests: 1, request: { bearer: "Bearer another-key-of-the-account" }, error: { attempts: 1 } },
  }),
  hatch("with-options-of-the-sandbox", "A derived client uses the base URL of the first one.", {
    client: { apiKey: "a-key-that-is-unknown", derived: { apiKey: "{apiKey}" } },
    expected: { requests: 1, value: { id: "{payer}" } },
  }),
  drift("field", "An unknown field is reported by its name, and returned.", { later: { a: SECRET } }, ["field later"]),
  drift("value", "An unknown status is reported without its value, and returned.", { status: SECRET }, [
    "value status",
  ]),
  drift(
    "inner",
    "An unknown field in several items of a list is reported once.",
    { fees: [{ later: 1 }, { later: 2 }] },
    ["field fees.later"],
  ),
  drift(
    "status",
    "An undocumented 2xx is reported, and counts as a success.",
    { status: "CHARGED" },
    ["status status"],
    202,
  ),
  drift("none", "Known fields and values, and null, are not reported.", { status: "DEPOSITED", details: null }, []),
];

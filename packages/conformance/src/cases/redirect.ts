import type { CallCase } from "../case.ts";

const fault = (status: 301 | 302 | 303 | 307 | 308, operation: "createClientSecret" | "spend"): CallCase => ({
  name: `redirect/${status}${operation === "spend" ? "-with-a-card" : ""}`,
  rule: `A ${status} is an error: neither the credential nor the body is sent to the new location.`,
  kind: "call",
  operation,
  withoutApiKey: "spend",
  faults: [{ kind: "redirect", status, location: "{second}/api/payment-methods", times: null }],
  expected: {
    requests: 1,
    elsewhere: 0,
    error: { code: "redirect_refused", outcome: "unknown", status, attempts: 1 },
  },
  // A browser reports only that there was a redirect.
  without: { "redirect-details": { error: { status: 0 } } },
});

/** Cases about redirects. */
export const REDIRECT_CASES: readonly CallCase[] = [
  fault(301, "createClientSecret"),
  fault(302, "createClientSecret"),
  fault(303, "createClientSecret"),
  fault(307, "createClientSecret"),
  fault(308, "createClientSecret"),
  fault(307, "spend"),
  {
    name: "redirect/to-itself",
    rule: "A redirect to the same origin is not followed either.",
    kind: "call",
    operation: "spend",
    faults: [{ kind: "redirect", status: 307, location: "/api/payment-methods" }],
    expected: { requests: 1, error: { code: "redirect_refused", status: 307 }, stored: { paymentMethods: 0 } },
    without: { "redirect-details": { error: { status: 0 } } },
  },
  {
    name: "redirect/not-modified",
    rule: "Any other 3xx is an error.",
    kind: "call",
    operation: "spend",
    responses: [{ status: 304 }],
    expected: { requests: 1, error: { code: "redirect_refused", outcome: "unknown", status: 304 } },
  },
];

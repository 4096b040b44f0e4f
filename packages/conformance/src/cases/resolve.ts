import { BROKEN, gatewayPage, vendorError } from "../canned-responses.ts";
import type { CallCase, CannedResponse } from "../case.ts";
import { exactly, matches, type Pattern } from "../pattern.ts";

const MINUTE = 60_000;
const CAPTURED: CannedResponse = { status: 200, body: { id: "{paymentIntent}", status: "CAPTURED" } };
const HAPPENED = { outcome: "happened", payment: { id: "{payment}" } };
const UNKNOWN: Pattern = exactly({ outcome: "unknown", next: "repeat-same-key" });
/** A deadline that leaves time for one read only. */
const ONE_LOOK = { deadline: 450 };

const resolve = (
  name: string,
  rule: string,
  rest: Omit<CallCase, "name" | "rule" | "kind" | "operation">,
): CallCase => ({
  name: `resolve/${name}`,
  rule,
  kind: "call",
  operation: "resolvePayment",
  chance: 0,
  ...rest,
});

/** A case about a captured intent whose first read fails. */
const afterFault = (
  name: string,
  fault: NonNullable<CallCase["faults"]>[number],
  rest: Pick<CallCase, "needs" | "client"> = {},
): CallCase =>
  resolve(`captured-after-${name}`, "A captured intent is `happened`, also when reading it failed before.", {
    ...rest,
    records: ["payment"],
    faults: [fault],
    expected: { value: HAPPENED },
  });

/** Cases about `payments.resolve`. */
export const RESOLVE_CASES: readonly CallCase[] = [
  resolve("captured", "A captured intent is `happened`, with its payment.", {
    records: ["payment"],
    // The intent, and the payer's payments.
    expected: { requests: 2, value: HAPPENED },
  }),
  afterFault("a-503", { kind: "status", status: 503 }),
  afterFault("a-500", { kind: "status", status: 500 }),
  afterFault("a-429", { kind: "status", status: 429 }),
  afterFault("a-broken-connection", { kind: "severed" }, { needs: ["connection"] }),
  afterFault("a-body-that-stalls", { kind: "stalled-body" }, { client: { timeout: 1_000 } }),
  resolve("captured-beside-an-equal-payment", "When two payments are equal, the result has neither.", {
    records: ["payment", "equalPayment"],
    expected: { value: exactly({ outcome: "happened" }) },
  }),
  resolve("captured-and-named", "When two payments are equal, the result has the one that names the intent.", {
    records: ["payment", "equalPayment"],
    prepare: [{ do: "intent-on-payments", intentOnPayments: "with" }],
    expected: { value: HAPPENED },
  }),
  resolve("captured-without-a-list", "A captured intent is `happened` although the list of payments cannot be read.", {
    responses: [CAPTURED, vendorError(403)],
    expected: { requests: 2, value: exactly({ outcome: "happened" }) },
  }),
  resolve("captured-without-a-match", "When two payments match the intent, the result has neither.", {
    responses: [
      CAPTURED,
      { status: 200, body: { data: [{ id: "a" }, { id: "b" }], pagination: { hasNextPage: false } } },
    ],
    expected: { value: exactly({ outcome: "happened" }) },
  }),
  resolve("expired", "An intent that is still expired after the bound is `did-not-happen`.", {
    records: ["paymentIntent"],
    prepare: [{ do: "advance", ms: 30 * MINUTE }],
    expected: { requests: 1, value: exactly({ outcome: "did-not-happen" }) },
  }),
  resolve("expired-before-the-bound", "An intent that has just expired is `unknown`: it may still be captured.", {
    records: ["paymentIntent"],
    call: ONE_LOOK,
    prepare: [{ do: "advance", ms: 10 * MINUTE }],
    expected: { value: UNKNOWN },
  }),
  resolve(
    "capturable",
    "An intent that can still be captured is `unknown`, and the next step is to repeat with the same key.",
    {
      records: ["paymentIntent"],
      call: ONE_LOOK,
      expected: { value: UNKNOWN },
    },
  ),
  resolve("unreadable", "After a gateway's page, the result is `unknown`.", {
    call: ONE_LOOK,
    responses: [gatewayPage(502)],
    expected: { value: UNKNOWN },
  }),
  resolve("broken", "After broken connections, the result is `unknown`.", {
    call: ONE_LOOK,
    responses: [BROKEN],
    expected: { value: UNKNOWN },
  }),
  resolve("no-such-intent", "An intent that does not exist is an error.", {
    input: { paymentIntent: { id: "3b9a1c58-1de4-4b43-9f0e-6a1c2d7e8f90" }, payer: { id: "{payer}" } },
    expected: {
      requests: 1,
      error: { code: "not_found", outcome: "rejected", message: matches("retrievePaymentIntent") },
    },
  }),
];

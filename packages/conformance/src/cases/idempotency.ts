import { BROKEN, gatewayPage, replayedError, vendorError } from "../canned-responses.ts";
import type { CallCase } from "../case.ts";
import { ABSENT, between, matches, type Pattern } from "../pattern.ts";

const PAID = { status: 200, body: { id: "{payment}" } };
const UUID_V4 = matches("^[\\da-f]{8}-[\\da-f]{4}-4[\\da-f]{3}-[89ab][\\da-f]{3}-[\\da-f]{12}$");

const pay = (name: string, rule: string, rest: Omit<CallCase, "name" | "rule" | "kind" | "operation">): CallCase => ({
  name: `idempotency/${name}`,
  rule,
  kind: "call",
  operation: "createPayment",
  chance: 0,
  ...rest,
});

const refusedKey = (name: string, rule: string, call: NonNullable<CallCase["call"]>): CallCase =>
  pay(name, rule, {
    call,
    responses: [PAID],
    expected: {
      requests: 0,
      error: { code: "input_invalid", outcome: "not-sent", next: "fix-input", attempts: 0 },
    },
  });

const final = (name: string, rule: string, status: number, code: string | undefined, error: Pattern): CallCase =>
  pay(name, rule, {
    responses: [BROKEN, replayedError(status, code), PAID],
    expected: {
      requests: 2,
      identical: true,
      error: { status, attempts: 2, replayed: true, idempotencyKey: "{key}", ...(error as object) },
    },
  });

/** Cases about idempotency keys. */
export const IDEMPOTENCY_CASES: readonly CallCase[] = [
  pay(
    "conflict-then-success",
    "After a 409, while the vendor still processes the first request, the same key and bytes are sent again.",
    {
      client: { retries: 0 },
      responses: [vendorError(409), vendorError(409), vendorError(409), PAID],
      expected: {
        requests: 4,
        identical: true,
        value: { id: "{payment}" },
        request: { headers: { "idempotency-key": "{key}" } },
      },
    },
  ),
  pay("conflict-of-a-gateway", "A 409 without the vendor's error is also retried: the key makes that safe.", {
    client: { retries: 0 },
    responses: [gatewayPage(409), PAID],
    expected: { requests: 2, identical: true, value: { id: "{payment}" } },
  }),
  pay(
    "conflict-until-the-deadline",
    "When the vendor responds 409 until the deadline, the outcome is unknown, and the error has the key.",
    {
      client: { deadline: 2_000 },
      chance: 0.4,
      responses: [vendorError(409)],
      expected: {
        requests: between(2, 12),
        identical: true,
        took: between(150, 6_000),
        error: {
          ...{ code: "conflict", outcome: "unknown", next: "repeat-same-key", status: 409 },
          idempotencyKey: "{key}",
          replayed: ABSENT,
        },
      },
    },
  ),
  pay("conflict-does-not-use-up-retries", "A 409 does not count against the retries.", {
    client: { retries: 1 },
    responses: [vendorError(409), vendorError(409), BROKEN, vendorError(409), PAID],
    expected: { requests: 5, identical: true, value: { id: "{payment}" } },
  }),
  pay("timeout-then-replay", "After a timeout, the same key returns the payment, marked as a replay.", {
    client: { timeout: 1_000 },
    faults: [{ kind: "stalled-body", times: 1 }],
    expected: {
      requests: 2,
      identical: true,
      value: { id: matches("^[\\da-f-]{36}$") },
      response: { status: 200, replayed: true },
      stored: { payments: 1 },
    },
  }),
  pay("severed-then-replay", "After a broken connection, the same key returns the payment.", {
    needs: ["connection"],
    faults: [{ kind: "severed", carriedOut: true }],
    expected: { requests: 2, identical: true, response: { replayed: true }, stored: { payments: 1 } },
  }),
  pay(
    "still-working-then-replay",
    "A timeout while the vendor processes a payment leads to a 409, and then to one payment.",
    {
      client: { timeout: 1_000 },
      chance: 0.3,
      prepare: [{ do: "processing-time", ms: 2_500 }],
      expected: {
        requests: between(3, 20),
        identical: true,
        response: { replayed: true },
        stored: { payments: 1 },
      },
    },
  ),
  pay("first-response-is-no-replay", "The first response with a key is not a replay.", {
    expected: { requests: 1, response: { replayed: false }, stored: { payments: 1 } },
  }),
  final("replayed-500-is-final", "A replayed 500 is the stored response: it is not retried.", 500, undefined, {
    ...{ code: "server_failed", outcome: "unknown", next: "look-up" },
  }),
  final(
    "replayed-decline-is-final",
    "A replayed decline is final, also after an unknown outcome.",
    400,
    "PAYMENT_METHOD_DECLINED",
    {
      ...{ code: "request_refused", outcome: "rejected", next: "new-attempt", apiCode: "PAYMENT_METHOD_DECLINED" },
    },
  ),
  final("replayed-409-is-final", "A replayed 409 is not retried.", 409, undefined, { code: "conflict" }),
  final("replayed-503-is-final", "A replayed 503 is not retried.", 503, undefined, { code: "server_unavailable" }),
  pay("payment-of-another-payer", "A payment of another payer is an error: two payers may have shared a key.", {
    responses: [{ status: 200, body: { id: "{payment}", payer: { id: "{recipient}" } } }],
    expected: {
      requests: 1,
      error: { code: "response_unreadable", outcome: "unknown", next: "look-up", idempotencyKey: "{key}" },
    },
  }),
  pay("generated-key", "A generated key is a UUID v4, the same in all attempts, and in the error.", {
    call: { idempotencyKey: "generate" },
    client: { retries: 1 },
    responses: [BROKEN],
    expected: {
      requests: 2,
      identical: true,
      request: { headers: { "idempotency-key": UUID_V4 } },
      error: { code: "network_failed", outcome: "unknown", next: "repeat-same-key", idempotencyKey: UUID_V4 },
    },
  }),
  pay("key-in-upper-case", "A key is sent in lower case: a database returns a UUID in lower case.", {
    call: { idempotencyKey: "6F1D7C1E-2F0B-4D0A-9A57-3F1F0C5B7A10" },
    responses: [PAID],
    expected: {
      requests: 1,
      request: { headers: { "idempotency-key": "6f1d7c1e-2f0b-4d0a-9a57-3f1f0c5b7a10" } },
    },
  }),
  refusedKey("no-key", "A payment needs an idempotency key: none is generated silently.", { idempotencyKey: null }),
  refusedKey("key-is-no-uuid", "An idempotency key that is not a UUID v4 is an error.", {
    idempotencyKey: "order-1042",
  }),
  refusedKey("key-of-version-1", "An idempotency key that is a UUID of another version is an error.", {
    idempotencyKey: "2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d",
  }),
  refusedKey("key-as-a-header", "`headers` cannot set the idempotency key.", {
    headers: { "Idempotency-Key": "6f1d7c1e-2f0b-4d0a-9a57-3f1f0c5b7a10" },
  }),
];

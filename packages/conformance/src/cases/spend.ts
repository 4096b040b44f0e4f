import type { CallCase } from "../case.ts";
import { ABSENT, between, matches } from "../pattern.ts";
import { CARD } from "../samples.ts";

/** Cases about storing a card with a client secret. */
export const SPEND_CASES: readonly CallCase[] = [
  {
    name: "spend/card",
    rule: "A card is stored with a client secret, and its brand and last digits are returned.",
    kind: "call",
    operation: "spend",
    expected: {
      requests: 1,
      value: {
        id: matches("^[\\da-f-]{36}$"),
        type: "CARD",
        status: "ACTIVE",
        data: { last4: "0005", expirationMonth: "01", expirationYear: "2049", accountNumber: ABSENT, cvv: ABSENT },
      },
      stored: { paymentMethods: 1 },
    },
  },
  {
    name: "spend/once",
    rule: "A client secret works once.",
    kind: "call",
    operation: "spend",
    prepare: [{ do: "spend-secret" }],
    expected: {
      requests: 1,
      error: { code: "unauthorized", outcome: "rejected", status: 401, apiCode: "AUTHORIZATION_ERROR" },
      stored: { paymentMethods: 1 },
    },
    // This call itself may have spent it.
    without: { "sends-once": { error: { outcome: "unknown" } } },
  },
  {
    name: "spend/broken-connection",
    rule: "When the connection breaks after a card was stored, the card is not stored again, and the outcome is `unknown`.",
    kind: "call",
    operation: "spend",
    needs: ["connection"],
    faults: [{ kind: "severed", carriedOut: true }],
    expected: {
      requests: 1,
      error: { code: "network_failed", outcome: "unknown", attempts: 1 },
      stored: { paymentMethods: 1 },
    },
    // The retry finds the secret spent.
    without: { "sends-once": { requests: between(1, 2), error: { code: matches("^(unauthorized|network_failed)$") } } },
  },
  {
    name: "spend/unknown-secret",
    rule: "After an unknown client secret, the error says what to do.",
    kind: "call",
    operation: "spend",
    call: { clientSecret: "CANARY5D1E8B9C2F7A" },
    expected: { requests: 1, error: { code: "unauthorized", status: 401, message: matches("mint a new one") } },
  },
  {
    name: "spend/declined",
    rule: "A declined card is an error with the vendor's own code.",
    kind: "call",
    operation: "spend",
    input: { type: "CARD", data: { ...CARD, accountNumber: "4000000000000002", cvv: "739" } },
    expected: {
      requests: 1,
      error: {
        code: "request_refused",
        outcome: "rejected",
        status: 400,
        apiCode: "PAYMENT_METHOD_DECLINED",
        details: ["The card was declined."],
      },
    },
  },
  {
    name: "spend/refusal-keeps-the-secret",
    rule: "A client secret can be used again after a 429.",
    kind: "call",
    operation: "spend",
    faults: [{ kind: "status", status: 429, retryAfter: "0" }],
    expected: { requests: 2, value: { status: "ACTIVE" }, stored: { paymentMethods: 1 } },
  },
  {
    name: "spend/wrong-kind",
    rule: "A client secret for cards cannot store a bank account.",
    kind: "call",
    operation: "spend",
    input: {
      type: "BANK_ACCOUNT",
      data: {
        accountHolderName: "Jane Payer",
        accountNumber: "41541433888",
        routingNumber: "211371120",
        billingAddress: CARD.billingAddress,
      },
    },
    expected: {
      requests: 1,
      error: { code: "forbidden", outcome: "rejected", status: 403 },
      stored: { paymentMethods: 0 },
    },
    // A 403 does not show whether the type is wrong or this call itself has spent the secret.
    without: { "sends-once": { error: { outcome: "unknown" } } },
  },
  {
    name: "spend/with-the-api-key",
    rule: "A server can store a card with its API key and the payer.",
    kind: "call",
    operation: "createPaymentMethod",
    expected: { requests: 1, request: { bearer: "local" }, value: { status: "ACTIVE" } },
  },
];

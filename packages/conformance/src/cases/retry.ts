import type { CallCase } from "../case.ts";
import { between } from "../pattern.ts";

const heals = (status: number, operation: "createClientSecret" | "spend", rule: string): CallCase => ({
  name: `retry/${status}-heals${operation === "spend" ? "-for-a-card" : ""}`,
  rule,
  kind: "call",
  operation,
  faults: [{ kind: "status", status, retryAfter: "0" }],
  expected: { requests: 2, request: { bearer: operation === "spend" ? "client-secret-1" : "local" } },
});

const stays = (status: number, code: string): CallCase => ({
  name: `retry/${status}-is-final`,
  rule: `A ${status} is not retried.`,
  kind: "call",
  operation: "createClientSecret",
  withoutApiKey: "spend",
  faults: [{ kind: "status", status, retryAfter: "0", times: null }],
  expected: { requests: 1, error: { code, status, attempts: 1 } },
});

const SAFE = "A mint is retried when it may have taken effect: an unused client secret expires.";
const BUSY = "After the vendor's own 429 or 503, every operation is retried.";

/** Cases about retries. */
export const RETRY_CASES: readonly CallCase[] = [
  ...[408, 500, 502, 503, 504, 429].map((status) => heals(status, "createClientSecret", SAFE)),
  ...[503, 429].map((status) => heals(status, "spend", BUSY)),
  stays(400, "request_refused"),
  stays(401, "unauthorized"),
  stays(403, "forbidden"),
  stays(404, "not_found"),
  stays(409, "conflict"),
  stays(501, "server_failed"),
  {
    name: "retry/card-is-not-stored-twice",
    rule: "Storing a card is not retried when it may have taken effect.",
    kind: "call",
    operation: "spend",
    faults: [{ kind: "status", status: 500, retryAfter: "0", carriedOut: true }],
    expected: {
      requests: 1,
      error: { code: "server_failed", outcome: "unknown", attempts: 1 },
      stored: { paymentMethods: 1 },
    },
  },
  {
    name: "retry/payer-is-not-created-twice",
    rule: "Creating a payer is not retried when it may have taken effect.",
    kind: "call",
    operation: "createPayer",
    needs: ["connection"],
    faults: [{ kind: "severed", carriedOut: true, times: null }],
    expected: {
      requests: 1,
      error: { code: "network_failed", outcome: "unknown", attempts: 1 },
      stored: { payers: 2 },
    },
  },
  {
    name: "retry/two-retries",
    rule: "By default, a call makes three attempts, and the error says so.",
    kind: "call",
    operation: "createClientSecret",
    withoutApiKey: "spend",
    faults: [{ kind: "status", status: 503, retryAfter: "0", times: null }],
    expected: { requests: 3, error: { code: "server_unavailable", outcome: "rejected", status: 503, attempts: 3 } },
  },
  {
    name: "retry/none-when-told",
    rule: "With `retries: 0`, a call makes one attempt.",
    kind: "call",
    operation: "createClientSecret",
    withoutApiKey: "spend",
    client: { retries: 0 },
    faults: [{ kind: "status", status: 503, retryAfter: "0", times: null }],
    expected: { requests: 1, error: { code: "server_unavailable", attempts: 1 } },
  },
  {
    name: "retry/severed-is-repeated",
    rule: "A mint is retried when the connection breaks before the response.",
    kind: "call",
    operation: "createClientSecret",
    needs: ["connection"],
    chance: 0,
    faults: [{ kind: "severed" }],
    expected: { requests: 2 },
  },
  {
    name: "retry/slow-attempt-is-repeated",
    rule: "An attempt that exceeds `timeout` is retried: each attempt has its own.",
    kind: "call",
    operation: "createClientSecret",
    client: { timeout: 1_200 },
    chance: 0,
    faults: [{ kind: "latency", delayMs: 60_000 }],
    expected: { requests: between(2, 3), took: between(1_190, 6_000) },
  },
];

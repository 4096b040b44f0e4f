import { gatewayPage } from "../canned-responses.ts";
import type { CallCase, CallExpectation, CannedResponse, CaseOperation } from "../case.ts";
import { OPERATIONS } from "../operations/index.ts";
import type { OperationRow } from "../operations/operation-row.ts";
import { INTENT, RECIPIENT } from "../operations/records.ts";
import { ABSENT, exactly, matches, type Pattern } from "../pattern.ts";
import { PERSON } from "../samples.ts";

const END_USER = { userAgent: "Mozilla/5.0 (conformance)", deviceId: "device-7f3a", ip: "203.0.113.9" };
const DESCRIBED: Pattern = {
  "user-agent": END_USER.userAgent,
  "end-user-device-id": END_USER.deviceId,
  "end-user-ip": END_USER.ip,
};
const NOT_DESCRIBED: Pattern = {
  "user-agent": matches("^plastiq-connect/\\d"),
  "end-user-device-id": ABSENT,
  "end-user-ip": ABSENT,
};
const ACCOUNT = { accountNumber: "3829473294723", routingNumber: "021000021" };
const ENDINGS = {
  safe: "it is sent again",
  "idempotency-key": "it is sent again with the same key and the same bytes",
  never: "it is not sent again",
} as const;

/** Turns `createPayment` into `create-payment`. */
export function kebab(operation: string): string {
  return operation.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function headersOf(row: OperationRow): Pattern {
  return {
    accept: "application/json",
    "content-type": row.request.body === undefined ? ABSENT : "application/json",
    "idempotency-key": row.replay === "idempotency-key" ? "{key}" : ABSENT,
    "trace-id": "{traceId}",
    ...((row.endUser ? DESCRIBED : NOT_DESCRIBED) as object),
  };
}

const contract = (operation: CaseOperation, row: OperationRow): CallCase => {
  const { method, path, query = {} } = row.request;
  const { status, body } = row.success;
  const { data } = Object(body);
  // The first item of a list: the sandbox has more categories.
  const shown = data ? { data: { ...data } } : body;
  return {
    name: `contract/${kebab(operation)}`,
    rule: `The strict sandbox accepts \`${method} ${path}\`; it sends ${row.endUser ? "the end user" : "no end user"}.`,
    kind: "call",
    operation,
    call: { endUser: END_USER },
    expected: {
      requests: 1,
      request: { method, path: `/api${path}`, query: exactly(query), headers: headersOf(row), bearer: "local" },
      response: { status },
      ...(status === 204 ? { value: ABSENT } : {}),
      // A created record gets a new id.
      ...(method === "POST" || status === 204 ? {} : { value: shown as Pattern }),
    },
  };
};

const retry = (
  operation: CaseOperation,
  row: OperationRow,
  variant: { readonly name?: string; readonly rule?: string; readonly input?: unknown } = {},
): CallCase => {
  const { method, path, query = {}, body } = row.request;
  const success: CannedResponse = row.success.body === undefined ? { status: 204 } : { ...row.success };
  const failed: CallExpectation = {
    requests: 1,
    error: { code: "server_failed", outcome: "unknown", next: "look-up", attempts: 1 },
  };
  return {
    name: `contract/${kebab(operation)}-retry${variant.name ?? ""}`,
    rule: variant.rule ?? `When it is not known whether \`${operation}\` took effect, ${ENDINGS[row.replay]}.`,
    kind: "call",
    operation,
    call: { endUser: END_USER },
    ...(variant.input === undefined ? {} : { input: variant.input }),
    chance: 0,
    responses: [gatewayPage(500), success],
    expected: {
      ...(row.replay === "never" ? failed : { requests: 2, response: { status: row.success.status } }),
      identical: true,
      request: {
        ...{ method, path: `/api${path}`, query: exactly(query), headers: headersOf(row) },
        ...(variant.input === undefined ? { body: body === undefined ? ABSENT : exactly(body) } : {}),
        bearer: "Bearer {apiKey}",
      },
    },
  };
};

const never = (operation: "updatePayer" | "createPaymentIntent"): OperationRow => ({
  ...OPERATIONS[operation],
  replay: "never",
});

/** Cases about what each operation sends, receives and retries. */
export const CONTRACT_CASES: readonly CallCase[] = [
  ...Object.entries(OPERATIONS).flatMap(([name, row]) => {
    const operation = name as CaseOperation;
    return [contract(operation, row), retry(operation, row)];
  }),
  retry("updatePayer", never("updatePayer"), {
    name: "-with-documents",
    rule: "An update of a payer with identity documents is not retried.",
    input: { id: "{payer}", identityDocuments: PERSON.identityDocuments },
  }),
  retry("createPaymentIntent", never("createPaymentIntent"), {
    name: "-with-new-recipient",
    rule: "A payment intent that creates a recipient is not retried.",
    input: { ...INTENT, recipient: RECIPIENT },
  }),
  {
    name: "contract/create-workflow-secret-without-payer",
    rule: "A workflow secret needs no payer.",
    kind: "call",
    operation: "createWorkflowSecret",
    input: {},
    expected: { requests: 1, request: { body: exactly({}) }, value: { payerId: ABSENT } },
  },
  {
    name: "contract/account-of-a-recipient",
    rule: "A recipient's account number is never printed, even when the vendor repeats it.",
    kind: "call",
    operation: "createRecipient",
    input: { ...RECIPIENT, receivingMethod: { type: "ACH", beneficiaryName: "Coffee Beans", ...ACCOUNT } },
    responses: [
      {
        status: 400,
        body: {
          code: "VALIDATION_ERROR",
          message: `No account ${ACCOUNT.accountNumber}`,
          details: [ACCOUNT.accountNumber],
        },
      },
    ],
    expected: { requests: 1, error: { code: "request_refused", status: 400, apiCode: "VALIDATION_ERROR" } },
  },
  {
    name: "contract/refund-that-failed",
    rule: "A refund that failed is an error, although its status is 200.",
    kind: "call",
    operation: "refundPayment",
    records: ["refund"],
    expected: {
      requests: 1,
      error: {
        ...{ code: "request_refused", outcome: "rejected", status: 200, apiCode: "REFUND_FAILED", next: "look-up" },
        attempts: 1,
      },
      stored: { payments: 1 },
    },
  },
];

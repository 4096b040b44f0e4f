import type { CallCase, CallExpectation, CaseOperation } from "./case.ts";
import { fill } from "./fill-placeholders.ts";
import { rowOf } from "./operations/index.ts";
import type { OperationRow } from "./operations/operation-row.ts";
import { CANNED_IDS, makeRecords } from "./operations/records.ts";
import { overlay, type Pattern } from "./pattern.ts";
import { CANNED_CLIENT_SECRET, SPEND_INPUT } from "./samples.ts";
import { type Secrets, secretsOfInput } from "./secrets.ts";
import type { SandboxHandle, Subject } from "./subject.ts";

/** A case with all placeholders and defaults filled in. */
export interface CallPlan {
  readonly operation: CaseOperation;
  /** Its row in the table of operations; undefined where no client is called. */
  readonly row: OperationRow | undefined;
  /** The sandbox's name of the operation. */
  readonly wireOperation: OperationRow["wire"];
  readonly testCase: CallCase;
  readonly input: unknown;
  readonly clientSecret: string;
  /** The trace id of the call; undefined when the subject generates one. */
  readonly traceId: string | undefined;
  /** The new idempotency key that `{key}` stands for. */
  readonly idempotencyKey: string;
  readonly expected: Pattern;
  readonly secrets: Secrets;
}

/** Prepares a case for a subject: mints the secret that it spends, and fills in its placeholders. */
export async function planCall(given: CallCase, subject: Subject, sandbox: SandboxHandle): Promise<CallPlan> {
  const operation = (subject.createClient ? undefined : given.withoutApiKey) ?? given.operation;
  const clientSecret = operation === "spend" && !given.responses ? await sandbox.mint() : CANNED_CLIENT_SECRET;
  const row = rowOf(operation);
  // A call without a row in the table sends the request of an operation that has one.
  const wireOperation = row?.wire ?? (operation === "obtain" ? "createClientSecret" : "createPaymentMethod");
  // An upload carries no trace id.
  const untraced = operation === "obtain" || operation === "sendDocument";
  const { traceId = untraced ? null : crypto.randomUUID() } = given.call ?? {};
  const idempotencyKey = crypto.randomUUID();
  const ids = given.responses ? {} : await makeRecords(given.records ?? row?.records ?? [], sandbox);
  const texts = {
    ...CANNED_IDS,
    ...ids,
    key: idempotencyKey,
    payer: sandbox.payerId,
    host: new URL(sandbox.baseUrl).host,
    apiKey: sandbox.apiKey,
    clientSecret,
    traceId: traceId ?? "",
    second: sandbox.secondListener.origin,
    closed: sandbox.closedOrigin,
    compressed: sandbox.compressedOrigin,
  };
  const testCase = fill(given, texts);
  const input = testCase.input ?? fill(operation === "spend" ? SPEND_INPUT : row?.input, texts);
  return {
    operation,
    row,
    wireOperation,
    testCase,
    input,
    clientSecret: testCase.call?.clientSecret ?? clientSecret,
    traceId: traceId ?? undefined,
    idempotencyKey,
    expected: expectedOf(testCase, subject),
    secrets: new Map([
      ...secretsOfInput(input),
      ...[sandbox.apiKey, testCase.client?.apiKey, ...(testCase.client?.apiKeys ?? [])].flatMap((key) =>
        key && key.length > 8 ? [[key, "the API key"] as const] : [],
      ),
      [testCase.call?.clientSecret || clientSecret, "the client secret"],
      ...(testCase.hidden ?? []).map((text) => [text, `hidden text ${JSON.stringify(text.slice(0, 4))}...`] as const),
    ]),
  };
}

function expectedOf({ expected, without = {} }: CallCase, { lacks }: Subject): Pattern {
  const over = Object.entries(without).filter(([lacking]) => lacking in lacks);
  return over.reduce((all, [, otherwise]) => overlay(all, asPattern(otherwise)), asPattern(expected));
}

function asPattern(expectation: CallExpectation): Pattern {
  return expectation as Readonly<Record<string, Pattern>>;
}

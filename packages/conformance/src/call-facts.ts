import type { ClientSecret } from "@plastiq-connect/core";
import type { CallPlan } from "./call-plan.ts";
import type { CannedRequest } from "./canned-fetch.ts";
import { printsOf } from "./printed-forms.ts";
import type { CallRecord } from "./run-call.ts";
import { leaksIn, type Secrets } from "./secrets.ts";
import type { SandboxHandle, Subject } from "./subject.ts";

/** The facts that a call is checked by; see `CallExpectation`. */
export interface CallFacts {
  readonly requests: number;
  readonly request: unknown;
  readonly queries: readonly unknown[];
  readonly identical: boolean;
  readonly value: unknown;
  readonly error: unknown;
  readonly response: unknown;
  readonly took: number;
  readonly elsewhere: number;
  readonly stored: unknown;
  readonly hooks: readonly string[];
  readonly drift: readonly string[];
  readonly canceled: number;
  /** How many listeners were left on the caller's signal. */
  readonly listeners: number;
  /** The secrets that were printed. */
  readonly leaks: readonly string[];
}

/** Reduces a call to plain facts, including the requests that reached the sandbox. */
export async function factsOf(
  plan: CallPlan,
  call: CallRecord,
  subject: Subject,
  sandbox: SandboxHandle,
  elsewhere: number,
): Promise<{ facts: CallFacts; secrets: Secrets }> {
  const requests = plan.testCase.responses
    ? await Promise.all(call.canned.requests.map(cannedFact))
    : await arrived(plan, sandbox);
  const request = requests.at(-1);
  const secret = asClientSecret(call.value);
  const secrets = new Map([...plan.secrets, ...(secret ? [[secret.reveal(), "the client secret"] as const] : [])]);
  const texts: string[] = [];
  for (const part of [call.value, call.error, call.response, ...call.events]) {
    if (part !== undefined) texts.push(...printsOf(part), ...(await subject.inspect(part)));
  }
  const facts = {
    requests: requests.length,
    request,
    queries: requests.map(({ query }) => query),
    identical: new Set(requests.map(({ at: _, ...sent }) => JSON.stringify(sent))).size < 2,
    value: secret ? secretFacts(secret, request?.at) : call.value,
    error: call.failed ? errorFacts(call.error, subject) : undefined,
    response: call.response,
    took: call.took,
    elsewhere,
    stored: plan.testCase.expected.stored === undefined ? undefined : await stored(sandbox),
    hooks: call.hooks,
    drift: call.drift,
    canceled: call.canned.canceled(),
    listeners: call.listeners(),
    leaks: leaksIn(texts, secrets),
  };
  return { facts, secrets };
}

function asClientSecret(value: unknown): ClientSecret | undefined {
  return value instanceof Object && "reveal" in value ? (value as ClientSecret) : undefined;
}

function secretFacts(secret: ClientSecret, arrivedAt: number | undefined): object {
  const { payerId, traceId, expired } = secret;
  return {
    payerId,
    traceId,
    expired,
    remaining: secret.remaining(),
    text: String(secret),
    json: JSON.stringify(secret),
    revealed: secret.reveal(),
    // The sandbox runs on this machine's clock, so that the two moments can be compared.
    lifeFromArrival: arrivedAt === undefined ? undefined : secret.expiresAt.getTime() - arrivedAt,
  };
}

function errorFacts(error: unknown, subject: Subject): object {
  const isConnectError = subject.isConnectError(error);
  if (!(error instanceof Object)) return { isConnectError, thrown: String(error) };
  const facts = error as Readonly<Record<string, unknown>>;
  const { name, message, code, outcome, next, status, apiCode, details, traceId, retryAfter, attempts, cause } = facts;
  const { idempotencyKey, replayed } = facts;
  return {
    ...{ isConnectError, name, message, code, outcome, next, status, apiCode, details, traceId, retryAfter, attempts },
    ...{ idempotencyKey, replayed },
    cause: cause === undefined ? undefined : String(cause),
  };
}

interface RequestFact {
  readonly at?: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** The bytes of the body as text, for a canned response. */
  readonly text?: string | undefined;
  readonly bearer: string | undefined;
}

async function arrived(plan: CallPlan, { control }: SandboxHandle): Promise<readonly RequestFact[]> {
  const { traceId, wireOperation } = plan;
  const seen = await control.seen(traceId === undefined ? { operation: wireOperation } : { traceId });
  return seen.map(({ at, method, path, headers, body, bearer }) => ({
    ...{ at, method, headers, body },
    ...placeOf(new URL(path, "http://sandbox.invalid")),
    bearer: bearer?.label,
  }));
}

function placeOf({ pathname, searchParams }: URL): Pick<RequestFact, "path" | "query"> {
  return { path: pathname, query: Object.fromEntries(searchParams) };
}

// The body of an upload is a form, and it has no headers.
async function cannedFact({ url, init }: CannedRequest): Promise<RequestFact> {
  const { method, headers = {}, body } = init as Partial<CannedRequest["init"]> & { readonly method: string };
  const form: unknown = body;
  return {
    method,
    ...placeOf(new URL(url)),
    headers,
    body: form instanceof FormData ? await formFact(form) : body === undefined ? undefined : JSON.parse(body),
    text: body,
    bearer: headers.authorization,
  };
}

// Reads what is sent: a runtime's FormData may describe a file differently.
async function formFact(form: FormData): Promise<object> {
  const text = await new Response(form).text();
  const part = /; name="file"; filename="(.*)"\r\nContent-Type: (.*)\r\n\r\n(.*)\r\n--/.exec(text);
  const [, name, type, content] = part ?? [];
  return { fields: [...form.keys()], file: { name, type, content } };
}

async function stored({ control }: SandboxHandle): Promise<object> {
  const state = Object.entries(await control.state());
  return Object.fromEntries(state.map(([resource, records]) => [resource, records.length]));
}
